package org.redstats.bench.ingest;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import org.redstats.bench.harness.Settings;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.ingest.literal.LiteralStore;
import org.redstats.bench.report.Figures;
import org.redstats.bench.traffic.Broker;
import org.redstats.bench.traffic.Filling;
import org.redstats.bench.traffic.SampleEvents;
import org.redstats.event.RedEventJson;
import org.redstats.testing.TestBroker;

/** The same events in a queue for each contestant. */
final class Backlog {
    static final String STORE_QUEUE = "red.store";

    private static final String DRAIN_QUEUE = "bench.drain";
    private static final int USERS = 100_000;
    private static final Duration STEP = Duration.ofMillis(2);

    private final Stage stage;
    private final TestBroker server;
    private final Broker broker;
    private final SampleEvents events;
    private final long count;
    private final long literalCount;

    private Backlog(Stage stage, TestBroker server, long count, long literalCount) throws Exception {
        this.stage = stage;
        this.server = server;
        this.broker = stage.open(() -> Broker.connect(server));
        this.events = new SampleEvents(Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(STEP.multipliedBy(count)),
                STEP, USERS);
        this.count = count;
        this.literalCount = literalCount;
    }

    /**
     * Starts a broker and fills it.
     *
     * @param count events for all
     * @param literalCount only so many for the literal design
     */
    static Backlog fill(Stage stage, String queueType, long count, long literalCount) throws Exception {
        Backlog backlog = new Backlog(stage, stage.broker(queueType), count, Math.min(count, literalCount));
        stage.say("filling the queues with " + Figures.whole(count) + " events");
        backlog.fill();
        return backlog;
    }

    private void fill() throws Exception {
        broker.declareQueue(STORE_QUEUE);
        broker.declareQueue(DRAIN_QUEUE);
        broker.declareQueue(LiteralStore.QUEUE);
        Filling.fill(broker, events, 0, literalCount);
        broker.unbind(LiteralStore.QUEUE);
        Filling.fill(broker, events, literalCount, count);
    }

    /** Fills the store's queue again, once it is empty and those of the others are gone. */
    void refill() throws Exception {
        stage.say("filling the queue again");
        Filling.fill(broker, events, 0, count);
    }

    /** Takes the events off their queue and does nothing with them; returns how many a second. */
    double drain() throws Exception {
        stage.awaitQuiet();
        stage.say("draining");
        double rate = Drain.eventsPerSecond(broker, DRAIN_QUEUE, count);
        broker.deleteQueue(DRAIN_QUEUE);
        return rate;
    }

    boolean isTaken(String queue) throws Exception {
        return broker.consumers(queue) > 0 && broker.waiting(queue) == 0;
    }

    int consumers(String queue) throws Exception {
        return broker.consumers(queue);
    }

    Map<String, String> settings() {
        return Settings.of(server);
    }

    SampleEvents events() {
        return events;
    }

    long count() {
        return count;
    }

    long literalCount() {
        return literalCount;
    }

    String conditions() {
        return "RabbitMQ %s; events of about %d bytes, %s users".formatted(broker.version(),
                RedEventJson.write(events.event(0)).length, Figures.whole(USERS));
    }
}
