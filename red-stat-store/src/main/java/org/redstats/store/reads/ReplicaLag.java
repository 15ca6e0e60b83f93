package org.redstats.store.reads;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How far the replica is behind, as an operator sees it: in bytes of log, and for how long it has lacked something. The time
 * is measured by positions noted at the primary, because the time of the last replayed commit says nothing when nobody
 * writes, and is another machine's.
 */
final class ReplicaLag {

    // Minutes of checks; of a replica that is away for longer, the oldest are those that count.
    private static final int MOST_POSITIONS = 1000;

    private record Noted(long position, long nanoTime) {}

    private final Deque<Noted> notReplayed = new ArrayDeque<>();
    private volatile double seconds = Double.NaN;
    private volatile double bytes = Double.NaN;

    ReplicaLag(MeterRegistry meters) {
        Gauge.builder("red.store.replica.lag", () -> seconds).baseUnit("seconds")
                .description("How long the replica has lacked something the primary has").register(meters);
        Gauge.builder("red.store.replica.lag.size", () -> bytes).baseUnit("bytes")
                .description("Log of the primary that the replica has not replayed").register(meters);
    }

    /**
     * Takes note of one check, by the thread of the checks.
     *
     * @param written position of the primary
     * @param replayed position of the replica
     * @param nanoTime when, by {@link System#nanoTime}
     */
    void measured(long written, long replayed, long nanoTime) {
        if (notReplayed.size() < MOST_POSITIONS) {
            notReplayed.add(new Noted(written, nanoTime));
        }
        notReplayed.removeIf(noted -> noted.position() <= replayed);
        var oldest = notReplayed.peek();
        seconds = oldest == null ? 0 : (nanoTime - oldest.nanoTime()) / (double) TimeUnit.SECONDS.toNanos(1);
        bytes = written - replayed;
    }

    void isUnknown() {
        seconds = Double.NaN;
        bytes = Double.NaN;
    }
}
