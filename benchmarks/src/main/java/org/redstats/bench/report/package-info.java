/** What a benchmark says: figures, the machine they are from, and whether they meet their targets. */
@NullMarked
package org.redstats.bench.report;

import org.jspecify.annotations.NullMarked;
