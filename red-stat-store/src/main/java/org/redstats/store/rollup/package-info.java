/** How the history is counted ahead: what is counted, by which statement, how finely, and whether it is right. */
@NullMarked
package org.redstats.store.rollup;

import org.jspecify.annotations.NullMarked;
