@NullMarked
package org.redstats.store.reads;

import org.jspecify.annotations.NullMarked;
