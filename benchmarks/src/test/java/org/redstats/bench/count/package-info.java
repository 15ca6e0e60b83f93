@NullMarked
package org.redstats.bench.count;

import org.jspecify.annotations.NullMarked;
