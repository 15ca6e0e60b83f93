/** How a durable reader takes events off its queue: batches in, bad messages aside, nothing acknowledged before its commit. */
@NullMarked
package org.redstats.event.intake;

import org.jspecify.annotations.NullMarked;
