package org.redstats.publisher;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Ids that sort by time (UUID version 7), so that an index of them grows at its end. */
final class EventIds {

    private static final long FRACTIONS_OF_MILLISECOND = 1 << 12;

    private EventIds() {}

    /** 48 bits of milliseconds, 12 bits of their fraction, 62 random bits. */
    static UUID at(Instant now) {
        var micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
        var fraction = micros % 1_000 * FRACTIONS_OF_MILLISECOND / 1_000;
        var high = ((micros / 1_000) << 16) | 0x7000 | fraction;
        return new UUID(high, UUID.randomUUID().getLeastSignificantBits()); // its lower half carries the variant already
    }
}
