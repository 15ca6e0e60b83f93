/** Time as the database keeps it. */
@NullMarked
package org.redstats.store.time;

import org.jspecify.annotations.NullMarked;
