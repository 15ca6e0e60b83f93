/** How fast the store takes events off its queue, beside the parts it is made of and the literal design. */
@NullMarked
package org.redstats.bench.ingest;

import org.jspecify.annotations.NullMarked;
