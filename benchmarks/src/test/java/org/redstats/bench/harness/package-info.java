@NullMarked
package org.redstats.bench.harness;

import org.jspecify.annotations.NullMarked;
