/** The answers of {@code /stat}: counts and pages of events. */
@NullMarked
package org.redstats.store.stats;

import org.jspecify.annotations.NullMarked;
