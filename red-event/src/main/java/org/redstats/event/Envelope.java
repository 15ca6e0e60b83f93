package org.redstats.event;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What the message says around its body; it fills in for optional fields that the body leaves out.
 *
 * @param messageId the AMQP {@code message_id}
 * @param timestamp the AMQP {@code timestamp}
 * @param receivedAt the receiver's clock
 */
public record Envelope(@Nullable String messageId, @Nullable Instant timestamp, Instant receivedAt) {

    /** The message's id where it can stand for the event's: where it is a UUID. */
    public Optional<UUID> eventId() {
        return RedEventJson.uuid(messageId);
    }
}
