/** What a client is told when something went wrong: {@code application/problem+json}, never internals. */
@NullMarked
package org.redstats.store.problems;

import org.jspecify.annotations.NullMarked;
