@NullMarked
package org.redstats.demo.red.traffic;

import org.jspecify.annotations.NullMarked;
