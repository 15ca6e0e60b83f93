/** The event that RED publishes: its rules, its JSON and the exchange it goes to. */
@NullMarked
package org.redstats.event;

import org.jspecify.annotations.NullMarked;
