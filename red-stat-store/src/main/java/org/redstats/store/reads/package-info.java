/**
 * Where {@code /stat} reads: from a streaming replica while it is well and has everything that was committed when the read
 * began, else from the primary.
 */
@NullMarked
package org.redstats.store.reads;

import org.jspecify.annotations.NullMarked;
