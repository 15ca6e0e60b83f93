@NullMarked
package org.redstats.store;

import org.jspecify.annotations.NullMarked;
