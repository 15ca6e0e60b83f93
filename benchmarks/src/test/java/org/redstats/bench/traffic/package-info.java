@NullMarked
package org.redstats.bench.traffic;

import org.jspecify.annotations.NullMarked;
