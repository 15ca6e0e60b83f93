/** RED: what it sends, and what it was told is safe. */
@NullMarked
package org.redstats.faults.traffic;

import org.jspecify.annotations.NullMarked;
