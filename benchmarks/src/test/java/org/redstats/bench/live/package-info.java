@NullMarked
package org.redstats.bench.live;

import org.jspecify.annotations.NullMarked;
