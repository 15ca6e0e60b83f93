@NullMarked
package org.redstats.store.ingest;

import org.jspecify.annotations.NullMarked;
