package org.redstats.event.intake;

import java.time.Instant;
import java.util.Date;

import org.jspecify.annotations.Nullable;
import org.redstats.event.Envelope;
import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.springframework.amqp.core.Message;

/** Reads an event out of an AMQP message. */
public final class RedMessage {

    private RedMessage() {}

    /**
     * @param receivedAt the receiver's clock
     * @throws InvalidRedEvent when the message breaks the rules of the event
     */
    public static RedEvent read(Message message, Instant receivedAt) {
        return RedEventJson.read(message.getBody(), envelope(message, receivedAt));
    }

    static Envelope envelope(Message message, Instant receivedAt) {
        var properties = message.getMessageProperties();
        return new Envelope(properties.getMessageId(), instant(properties.getTimestamp()), receivedAt);
    }

    private static @Nullable Instant instant(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
