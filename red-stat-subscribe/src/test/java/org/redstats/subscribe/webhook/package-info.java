@NullMarked
package org.redstats.subscribe.webhook;

import org.jspecify.annotations.NullMarked;
