@NullMarked
package org.redstats.store.rollup;

import org.jspecify.annotations.NullMarked;
