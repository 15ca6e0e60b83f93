/** Starts all of RED_STATS on one machine, watches it, and stops it without leaving anything. */
@NullMarked
package org.redstats.demo.launcher;

import org.jspecify.annotations.NullMarked;
