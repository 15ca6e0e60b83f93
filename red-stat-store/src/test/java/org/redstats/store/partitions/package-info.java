@NullMarked
package org.redstats.store.partitions;

import org.jspecify.annotations.NullMarked;
