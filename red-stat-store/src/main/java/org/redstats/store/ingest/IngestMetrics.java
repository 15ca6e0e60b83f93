package org.redstats.store.ingest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.RedEvent;
import org.springframework.stereotype.Component;

/** What an operator watches of the ingest. */
@Component
class IngestMetrics {

    private final Counter stored;
    private final Counter repeated;
    private final DistributionSummary batch;
    private final DistributionSummary lag;
    private final Clock clock;

    IngestMetrics(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        stored = Counter.builder("red.store.events.stored").description("Events that were new").register(meters);
        repeated = Counter.builder("red.store.events.repeated")
                .description("Events that were in the history already").register(meters);
        batch = DistributionSummary.builder("red.store.batch")
                .description("Events committed at once").baseUnit("events").register(meters);
        // Not a timer: it counts nanoseconds, and the age of an event may be millennia.
        lag = DistributionSummary.builder("red.store.lag")
                .description("From the oldest measurement of a batch to its commit").baseUnit("seconds")
                .register(meters);
    }

    void committed(List<RedEvent> events, int inserted) {
        stored.increment(inserted);
        repeated.increment(events.size() - inserted);
        batch.record(events.size());
        events.stream().map(RedEvent::when).min(Instant::compareTo).ifPresent(this::recordLag);
    }

    private void recordLag(Instant oldest) {
        lag.record(Math.max(0, Duration.between(oldest, clock.instant()).toMillis() / 1000.0));
    }
}
