/** The service that keeps the history of events and answers {@code /stat}. */
@NullMarked
package org.redstats.store;

import org.jspecify.annotations.NullMarked;
