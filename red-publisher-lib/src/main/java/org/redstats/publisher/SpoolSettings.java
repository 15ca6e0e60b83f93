package org.redstats.publisher;

import java.nio.file.Path;
import java.time.Duration;

import org.redstats.publisher.RedPublishSpool.WhenFull;

/**
 * How events are kept on disk.
 *
 * @param directory where; of one publisher alone
 * @param maxEvents most events in it
 * @param whenFull what happens to a further one
 * @param timeout how long an event may take to find room and be written
 * @param republishPerSecond most events a second that go from the spool to the broker
 */
record SpoolSettings(Path directory, int maxEvents, WhenFull whenFull, Duration timeout, int republishPerSecond) {

    SpoolSettings {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("the spool's maxEvents must be at least 1, was " + maxEvents);
        }
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the spool's timeout must be 1 ms to 24 days, was " + timeout);
        }
        if (republishPerSecond < 1) {
            throw new IllegalArgumentException(
                    "the spool's republishPerSecond must be at least 1, was " + republishPerSecond);
        }
    }
}
