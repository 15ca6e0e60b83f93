@NullMarked
package org.redstats.bench.ingest.literal;

import org.jspecify.annotations.NullMarked;
