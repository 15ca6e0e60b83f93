package org.redstats.event.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.RedEvent;

/**
 * How old the oldest event is that waits, for metrics. A queue keeps the order, so that is the oldest one of the batch in
 * hand: it grows while the batch cannot be committed, and ends when no further one comes.
 */
final class WaitingAge {

    // Between two batches of a backlog there is a moment without any.
    private static final Duration LINGERS = Duration.ofSeconds(2);

    private final Clock clock;
    private volatile Batch latest;

    /**
     * A batch that was taken.
     *
     * @param oldest when its oldest event was measured
     * @param done when it was committed; the end of time while it is not
     */
    private record Batch(Instant oldest, Instant done) {}

    WaitingAge(RedQueue queue, MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.latest = new Batch(Instant.MAX, Instant.MIN);
        Gauge.builder("red.intake.waiting.age", this, WaitingAge::seconds).tag("queue", queue.name())
                .description("Age of the oldest event that waits").baseUnit("seconds").register(meters);
    }

    void taken(List<RedEvent> batch) {
        batch.stream().map(RedEvent::when).min(Instant::compareTo)
                .ifPresent(oldest -> latest = new Batch(oldest, Instant.MAX));
    }

    void committed() {
        latest = new Batch(latest.oldest(), clock.instant());
    }

    private double seconds() {
        var batch = latest;
        var now = clock.instant();
        if (batch.done().isBefore(now.minus(LINGERS))) {
            return 0;
        }
        var until = batch.done().isBefore(now) ? batch.done() : now;
        return Math.max(0, Duration.between(batch.oldest(), until).toMillis() / 1e3);
    }
}
