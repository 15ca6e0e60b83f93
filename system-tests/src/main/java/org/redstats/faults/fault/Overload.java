package org.redstats.faults.fault;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.redstats.faults.scene.Memory;
import org.redstats.faults.scene.Metrics;
import org.redstats.faults.scene.Service;
import org.redstats.faults.traffic.Sent;
import org.redstats.testing.Line.Direction;

import static java.util.Objects.requireNonNull;

/**
 * Readers that get half of what comes: the lines on which the broker delivers to them are narrowed, so that half of the
 * events wait in the queues when the last one is sent. Memory must not follow the backlog, and the age of what waits must be
 * what the services say.
 */
public final class Overload implements Fault {

    /** How much more a process may hold at the greatest backlog than at a quarter of it. */
    private static final long MEMORY_BOUND = 48L << 20;

    // The services measure at the head of their batch, we at what is committed, and neither at the same moment.
    private static final double AGE_TOLERANCE_SECONDS = 6;
    private static final double AGE_TOLERANCE_SHARE = 0.25;

    private static final String STORED = "red_store_events_stored_total";
    private static final String AGE = "red_intake_waiting_age_seconds";
    private static final int CALIBRATION = 5_000;
    private static final int QUIETER = 40;

    private final String name;
    private final int events;
    private final double rate;

    /** @param rate events a second that come, twice as many as are let through */
    public Overload(String name, int events, double rate) {
        this.name = name;
        this.events = events;
        this.rate = rate;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String meaning() {
        return String.format(Locale.ROOT, "%,d events at %,.0f/s, readers throttled to half of it", events, rate);
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public void play(Round round) throws Exception {
        var scene = round.scene();
        var sent = round.traffic().sent();
        var first = sent.size();
        round.traffic().rate(rate);
        narrow(round, List.of(scene.store(), scene.subscribe()));
        try (var metrics = new Metrics(scene.store())) {
            var others = metrics.values(STORED).sum() - scene.storeDatabase().number(
                    "SELECT count(*) FROM red_event WHERE user_id = ANY (?)",
                    (Object) sent.users().toArray(String[]::new));
            var backlog = new Backlog(sent, metrics, others);
            backlog.watchUntil(first + events / 4);
            var early = Memory.now(scene, round.red());
            backlog.watchUntil(first + events);
            var late = Memory.now(scene, round.red());
            round.remarks().accept(backlog.remark() + ", " + growth(early, late));
        }
        round.traffic().rate(rate / QUIETER);
        for (var service : List.of(scene.store(), scene.subscribe())) {
            service.ways().forEach(way -> way.broker().heal());
        }
    }

    /** Lets through to each service half of what comes, by what an event has been seen to take on its lines. */
    private void narrow(Round round, List<Service> services) throws InterruptedException {
        var sent = round.traffic().sent();
        var before = services.stream().mapToLong(Overload::carried).toArray();
        var first = sent.size();
        await(sent, first + CALIBRATION);
        round.scene().awaitArrival(sent, sent.size() - 1);
        var count = sent.size() - first;
        for (var i = 0; i < before.length; i++) {
            var ways = services.get(i).ways();
            var bytes = (double) (carried(services.get(i)) - before[i]) / count * rate / 2 / ways.size();
            ways.forEach(way -> way.broker().limit((long) bytes, Direction.FROM_SERVER));
        }
    }

    private static long carried(Service service) {
        return service.ways().stream().mapToLong(way -> way.broker().carried(Direction.FROM_SERVER)).sum();
    }

    private static void await(Sent sent, int size) throws InterruptedException {
        while (sent.size() < size) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static String growth(Memory early, Memory late) {
        var most = Long.MIN_VALUE;
        for (var process : late.bytes().entrySet()) {
            var growth = process.getValue() - requireNonNull(early.bytes().get(process.getKey()));
            if (growth > MEMORY_BOUND) {
                throw new IllegalStateException(process.getKey() + " held " + (growth >> 20)
                        + " MB more at the greatest backlog than at a quarter of it");
            }
            most = Math.max(most, growth);
        }
        return "memory grew by %d MB at most from a quarter of it on".formatted(most >> 20);
    }

    /** What waits, as we know it and as the service says it. */
    private static final class Backlog {

        private final Sent sent;
        private final Metrics metrics;
        private final double others;
        private double most;
        private double oldest;
        private double difference;

        /** @param others events that the instances have stored beside those of this run */
        Backlog(Sent sent, Metrics metrics, double others) {
            this.sent = sent;
            this.metrics = metrics;
            this.others = others;
        }

        void watchUntil(int size) throws IOException, InterruptedException {
            while (sent.size() < size) {
                look();
                TimeUnit.MILLISECONDS.sleep(500);
            }
        }

        private void look() throws IOException, InterruptedException {
            var stored = (int) (metrics.values(STORED).sum() - others);
            var said = metrics.values(AGE).max().orElse(0);
            if (stored >= sent.size()) {
                return;
            }
            var age = Duration.between(sent.event(stored).when(), Instant.now()).toMillis() / 1e3;
            if (Math.abs(said - age) > Math.max(AGE_TOLERANCE_SECONDS, AGE_TOLERANCE_SHARE * age)) {
                throw new IllegalStateException("the oldest event has waited for %.1f s, and %s says %.1f s"
                        .formatted(age, AGE, said));
            }
            most = Math.max(most, sent.size() - stored);
            oldest = Math.max(oldest, age);
            difference = Math.max(difference, Math.abs(said - age));
        }

        String remark() {
            return String.format(Locale.ROOT,
                    "backlog of %,.0f, the oldest waited %.0f s and the metric said so within "
                            + "%.1f s",
                    most, oldest, difference);
        }
    }
}
