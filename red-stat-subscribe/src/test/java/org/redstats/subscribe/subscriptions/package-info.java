@NullMarked
package org.redstats.subscribe.subscriptions;

import org.jspecify.annotations.NullMarked;
