package org.redstats.event.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.RedEvent;

/**
 * How old the oldest event is that waits, for metrics. A queue keeps the order, so that is the oldest one of the batches in
 * hand: it grows while one cannot be committed, and ends when no further one comes.
 */
final class WaitingAge {

    // Between two batches of a backlog there is a moment without any.
    private static final Duration LINGERS = Duration.ofSeconds(2);

    private final Clock clock;
    private final Map<Object, Instant> oldestInHand = new ConcurrentHashMap<>();
    private volatile Committed latest = new Committed(Instant.MAX, Instant.MIN);

    /**
     * A batch that waits no more.
     *
     * @param oldest when its oldest event was measured
     * @param done when it was committed
     */
    private record Committed(Instant oldest, Instant done) {}

    WaitingAge(RedQueue queue, MeterRegistry meters, Clock clock) {
        this.clock = clock;
        Gauge.builder("red.intake.waiting.age", this, WaitingAge::seconds).tag("queue", queue.name())
                .description("Age of the oldest event that waits").baseUnit("seconds").register(meters);
    }

    /** Has a batch committed, which is in hand meanwhile; several may be at a time. */
    void during(List<RedEvent> batch, Runnable commit) {
        if (batch.isEmpty()) {
            commit.run();
            return;
        }
        var oldest = Collections.min(batch.stream().map(RedEvent::when).toList());
        var inHand = new Object();
        oldestInHand.put(inHand, oldest);
        try {
            commit.run();
            latest = new Committed(oldest, clock.instant());
        } finally {
            oldestInHand.remove(inHand);
        }
    }

    private double seconds() {
        var committed = latest;
        var now = clock.instant();
        return oldestInHand.values().stream().min(Instant::compareTo).map(oldest -> seconds(oldest, now))
                .orElseGet(() -> committed.done.isBefore(now.minus(LINGERS)) ? 0
                        : seconds(committed.oldest, committed.done));
    }

    private static double seconds(Instant oldest, Instant until) {
        return Math.max(0, Duration.between(oldest, until).toMillis() / 1e3);
    }
}
