package org.redstats.bench.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;

import org.redstats.event.RedEvent;

/**
 * An endless series of events that is the same whenever and by whomever it is made. Identifiers are UUIDs of version 7,
 * values have four decimals and are mostly small.
 *
 * @param start the {@code when} of the first one
 * @param step from one to the next
 * @param users how many there are, each as busy as any other
 */
public record SampleEvents(Instant start, Duration step, int users) {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    /** @param number from 0 */
    public RedEvent event(long number) {
        SplittableRandom random = new SplittableRandom(number);
        Instant when = start.plusNanos(step.toNanos() * number);
        UUID id = new UUID(when.toEpochMilli() << 16 | VERSION | random.nextLong(1 << 12),
                VARIANT | random.nextLong() >>> 2);
        double value = random.nextDouble();
        return new RedEvent(id, Integer.toString(random.nextInt(users)), Math.rint(value * value * 10_000) / 10_000,
                when);
    }
}
