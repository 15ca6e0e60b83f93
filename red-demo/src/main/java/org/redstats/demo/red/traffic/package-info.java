/** Pictures that nobody took, to see the system at work. */
@NullMarked
package org.redstats.demo.red.traffic;

import org.jspecify.annotations.NullMarked;
