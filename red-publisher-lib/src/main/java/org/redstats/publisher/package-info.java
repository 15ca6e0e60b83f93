/**
 * Publishes what RED measured. From top to bottom: {@link org.redstats.publisher.RedPublisher} accepts an event if there
 * is room {@code InFlight}, the {@code Sender} takes it to a {@code Link} to the broker that the {@code Connector} made,
 * and the broker's answer, or the lack of one, settles its {@code Delivery}. What is not confirmed goes to the {@code Spool},
 * if there is one, and from its {@code SpoolFile} to the {@code Sender} again.
 */
@NullMarked
package org.redstats.publisher;

import org.jspecify.annotations.NullMarked;
