@NullMarked
package org.redstats.store.stats;

import org.jspecify.annotations.NullMarked;
