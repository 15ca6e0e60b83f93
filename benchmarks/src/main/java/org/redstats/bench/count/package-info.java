/** How fast a window is counted above a threshold, over histories of any length, by the store and by others. */
@NullMarked
package org.redstats.bench.count;

import org.jspecify.annotations.NullMarked;
