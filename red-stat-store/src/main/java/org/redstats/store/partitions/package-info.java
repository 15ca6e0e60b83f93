/** The history's daily partitions: made ahead, dropped after the retention, the default one watched. */
@NullMarked
package org.redstats.store.partitions;

import org.jspecify.annotations.NullMarked;
