package org.redstats.subscribe.mail;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** How long an alert waits after an attempt that failed: longer each time, then an hour, for as long as it takes. */
final class RetryPauses {

    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofHours(1));
    private static final double JITTER = 0.2;

    private RetryPauses() {}

    /** @param attempt the one that failed, from 1 */
    static Duration after(int attempt, RandomGenerator random) {
        var pause = PAUSES.get(Math.clamp(attempt, 1, PAUSES.size()) - 1);
        return Duration.ofMillis(Math.round(pause.toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER)));
    }
}
