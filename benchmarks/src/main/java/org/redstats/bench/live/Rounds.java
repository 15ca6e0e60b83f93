package org.redstats.bench.live;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Latencies;

/** What is done with a contestant, whoever it is. */
final class Rounds {

    private static final double EVERYBODY = 0.5;
    private static final double NEARLY_NOBODY = 0.95;
    private static final double VALUE = 0.9;
    /** Deliveries a second that every contestant sustains. */
    private static final int CALM = 10_000;

    private final Stage stage;
    private final Duration length;
    private final int busy;

    /**
     * @param length of each round
     * @param busy deliveries a second of the round that asks for more than there is
     */
    Rounds(Stage stage, Duration length, int busy) {
        this.stage = stage;
        this.length = length;
        this.busy = busy;
    }

    /**
     * @param calm from publication to receipt at a rate that all sustain
     * @param alertsPerCpuSecond at a rate that is too high for most
     * @param delivered the share of what was published that arrived meanwhile
     */
    record Crowd(Latencies calm, double alertsPerCpuSecond, double delivered) {}

    /** Connections that all match everything. */
    Crowd crowd(Contestant contestant, int connections) throws Exception {
        try (Subscribers subscribers = new Subscribers()) {
            subscribers.connect(connections, contestant.port(), contestant.path().apply(EVERYBODY));
            long warmedUp = publish(contestant, CALM / connections, length);
            awaitAll(subscribers, warmedUp * connections);
            subscribers.forget();
            long sent = publish(contestant, CALM / connections, length);
            awaitAll(subscribers, sent * connections);
            Latencies calm = Latencies.of(subscribers.latencies());
            subscribers.forget();
            Duration before = contestant.footprint().cpu();
            long asked = publish(contestant, busy / connections, length) * connections;
            long arrived = subscribers.alerts();
            Duration cpu = contestant.footprint().cpu().minus(before);
            return new Crowd(calm, arrived / (cpu.toNanos() / 1e9), (double) arrived / asked);
        }
    }

    /** Processor time in microseconds for one event, of which so many of all connections want to hear. */
    double costOfAnEvent(Contestant contestant, int connections, int matching) throws Exception {
        try (Subscribers subscribers = new Subscribers()) {
            subscribers.connect(matching, contestant.port(), contestant.path().apply(EVERYBODY));
            subscribers.connect(connections - matching, contestant.port(), contestant.path().apply(NEARLY_NOBODY));
            int rate = CALM / matching;
            publish(contestant, rate, length);
            Duration before = contestant.footprint().cpu();
            long sent = publish(contestant, rate, length);
            return contestant.footprint().cpu().minus(before).toNanos() / 1e3 / sent;
        }
    }

    /** Resident bytes for each of many idle connections, without garbage, if the heap gives back what it does not need. */
    double memoryOfAConnection(Contestant contestant, int connections) throws Exception {
        try (Subscribers subscribers = new Subscribers()) {
            subscribers.connect(100, contestant.port(), contestant.path().apply(NEARLY_NOBODY));
            long before = memoryWithoutGarbage(contestant);
            subscribers.connect(connections, contestant.port(), contestant.path().apply(NEARLY_NOBODY));
            return (double) (memoryWithoutGarbage(contestant) - before) / connections;
        }
    }

    private long memoryWithoutGarbage(Contestant contestant) throws Exception {
        stage.awaitQuiet();
        Process collection = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(contestant.pid()), "GC.run").redirectOutput(Redirect.DISCARD).start();
        if (collection.waitFor() != 0) {
            throw new IllegalStateException(contestant.name() + " does not collect its garbage");
        }
        return contestant.footprint().memory();
    }

    /** One connection, one event after the other, each long after the one before. */
    long[] alone(Contestant contestant, int events) throws Exception {
        try (Subscribers one = new Subscribers()) {
            one.connect(1, contestant.port(), contestant.path().apply(EVERYBODY));
            for (int i = 1; i <= events; i++) {
                contestant.publisher().publish(Probe.event(VALUE));
                awaitAll(one, i);
                TimeUnit.MILLISECONDS.sleep(5);
            }
            return one.latencies();
        }
    }

    private void awaitAll(Subscribers subscribers, long count) throws Exception {
        stage.await(count + " alerts have come", Duration.ofMinutes(1), Duration.ofMillis(1),
                () -> subscribers.alerts() >= count);
    }

    /** Publishes at an even pace, or as fast as the publisher lets it; returns how many. */
    private static long publish(Contestant contestant, int perSecond, Duration length) throws Exception {
        long start = System.nanoTime();
        long sent = 0;
        for (long passed = 0; passed < length.toNanos(); passed = System.nanoTime() - start) {
            long due = (long) (passed / 1e9 * perSecond);
            while (sent < due) {
                contestant.publisher().publish(Probe.event(VALUE));
                sent++;
            }
            LockSupport.parkNanos(500_000);
        }
        return sent;
    }
}
