/** From the queue to the history: topology, listener, one statement a batch. */
@NullMarked
package org.redstats.store.ingest;

import org.jspecify.annotations.NullMarked;
