@NullMarked
package org.redstats.bench.report;

import org.jspecify.annotations.NullMarked;
