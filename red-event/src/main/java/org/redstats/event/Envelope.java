package org.redstats.event;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What the message says around its body; it fills in for optional fields that the body leaves out.
 *
 * @param messageId the AMQP {@code message_id}
 * @param timestamp the AMQP {@code timestamp}
 * @param receivedAt the receiver's clock
 */
public record Envelope(@Nullable String messageId, @Nullable Instant timestamp, Instant receivedAt) {}
