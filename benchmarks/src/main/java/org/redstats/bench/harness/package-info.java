/** What a benchmark is, what it is asked for, and the servers and processes it runs on. */
@NullMarked
package org.redstats.bench.harness;

import org.jspecify.annotations.NullMarked;
