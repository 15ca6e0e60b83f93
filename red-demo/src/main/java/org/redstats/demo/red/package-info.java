/** The sample RED: what stands before RED_STATS, in small. */
@NullMarked
package org.redstats.demo.red;

import org.jspecify.annotations.NullMarked;
