package org.redstats.notify.socket;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.redstats.notify.live.Alert;
import org.redstats.notify.live.Replay;
import org.springframework.stereotype.Component;

/** What an operator sees of the connections. */
@Component
class ConnectionMetrics {

    /** A client may close with any of a thousand codes; each other one is counted as {@code other}. */
    private static final Set<Integer> KNOWN_CODES = Set.of(1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011,
            1012);

    private final MeterRegistry meters;
    private final Counter alerts;
    private final Counter frames;
    private final Counter skipped;
    private final Counter replayed;
    private final Timer push;
    private final Map<Alert.Clock, Timer> latencies = new EnumMap<>(Alert.Clock.class);
    private final Clock clock = Clock.systemUTC();

    ConnectionMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.alerts = meters.counter("red.notify.alerts");
        this.frames = meters.counter("red.notify.frames");
        this.skipped = meters.counter("red.notify.skipped");
        this.replayed = meters.counter("red.notify.replayed");
        this.push = Timer.builder("red.notify.push")
                .description("from the receipt of an event to the end of the send of its frame")
                .register(meters);
        for (var said : List.of(Alert.Clock.WHEN, Alert.Clock.TIMESTAMP)) {
            latencies.put(said, Timer.builder("red.notify.latency")
                    .description("from when an event was, by the clock of who says so, to the end of the send")
                    .tag("by", said.name().toLowerCase(Locale.ROOT))
                    .register(meters));
        }
    }

    /** Alerts of one frame, oldest first, have been taken by the kernel. */
    void sent(List<Alert> sent, boolean replay) {
        if (sent.isEmpty()) {
            return;
        }
        frames.increment();
        alerts.increment(sent.size());
        if (!replay) {
            var oldest = sent.getFirst();
            push.record(System.nanoTime() - oldest.receivedNanos(), TimeUnit.NANOSECONDS);
            var latency = latencies.get(oldest.clock());
            if (latency != null) {
                latency.record(Duration.between(oldest.event().when(), clock.instant()));
            }
        }
    }

    void skipped() {
        skipped.increment();
    }

    void replayed(Replay replay) {
        replayed.increment(replay.alerts().size());
        meters.counter("red.notify.replays", "result", replay.complete() ? "hit" : "miss").increment();
    }

    void closed(int code) {
        var tag = KNOWN_CODES.contains(code) ? Integer.toString(code) : "other";
        meters.counter("red.notify.closes", "code", tag).increment();
    }
}
