@NullMarked
package org.redstats.subscribe.due;

import org.jspecify.annotations.NullMarked;
