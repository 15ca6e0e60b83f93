/** Runs inside the store, from its own jar: its batches, inserted from memory instead of from the queue. */
@NullMarked
package org.redstats.bench.ingest.memory;

import org.jspecify.annotations.NullMarked;
