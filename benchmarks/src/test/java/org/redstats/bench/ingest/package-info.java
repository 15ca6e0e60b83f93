@NullMarked
package org.redstats.bench.ingest;

import org.jspecify.annotations.NullMarked;
