/** The design taken literally, as a tutorial would build it: one message, one JPA {@code save}, one acknowledgement. */
@NullMarked
package org.redstats.bench.ingest.literal;

import org.jspecify.annotations.NullMarked;
