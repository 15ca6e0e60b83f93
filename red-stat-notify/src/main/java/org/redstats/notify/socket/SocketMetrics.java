package org.redstats.notify.socket;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.redstats.notify.live.Alert;
import org.springframework.stereotype.Component;

/** What an operator sees of the connections. */
@Component
class SocketMetrics {

    /** A client may close with any of a thousand codes; each other one is counted as {@code other}. */
    private static final Set<Integer> KNOWN_CODES = Set.of(1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1011,
            1012);

    private final MeterRegistry meters;
    private final Counter alerts;
    private final Counter frames;
    private final Counter skipped;
    private final Timer push;

    SocketMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.alerts = meters.counter("red.notify.alerts");
        this.frames = meters.counter("red.notify.frames");
        this.skipped = meters.counter("red.notify.skipped");
        this.push = Timer.builder("red.notify.push")
                .description("from the receipt of an event to the end of the send of its frame")
                .register(meters);
    }

    /** One frame of alerts, oldest first, has been taken by the kernel. */
    void sent(List<Alert> sent) {
        frames.increment();
        alerts.increment(sent.size());
        push.record(System.nanoTime() - sent.getFirst().receivedNanos(), TimeUnit.NANOSECONDS);
    }

    void skipped() {
        skipped.increment();
    }

    void closed(int code) {
        var tag = KNOWN_CODES.contains(code) ? Integer.toString(code) : "other";
        meters.counter("red.notify.closes", "code", tag).increment();
    }
}
