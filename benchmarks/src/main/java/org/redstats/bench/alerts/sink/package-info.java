/** A mail server that does as little as one can, and those who only fill it. */
@NullMarked
package org.redstats.bench.alerts.sink;

import org.jspecify.annotations.NullMarked;
