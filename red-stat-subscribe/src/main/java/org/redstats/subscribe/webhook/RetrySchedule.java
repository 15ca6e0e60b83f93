package org.redstats.subscribe.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long a webhook waits after an attempt that failed: the schedule of Standard Webhooks, three days in all. */
final class RetrySchedule {

    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5),
            Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(5), Duration.ofHours(10),
            Duration.ofHours(14), Duration.ofHours(20), Duration.ofHours(24));
    private static final double JITTER = 0.1;

    private RetrySchedule() {}

    /**
     * Empty after the last.
     *
     * @param attempt the one that failed, from 1
     */
    static Optional<Duration> after(int attempt, RandomGenerator random) {
        return attempt > PAUSES.size() ? Optional.empty()
                : Optional.of(Duration.ofMillis(
                        Math.round(PAUSES.get(attempt - 1).toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER))));
    }
}
