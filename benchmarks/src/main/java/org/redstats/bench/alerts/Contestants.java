package org.redstats.bench.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import org.redstats.bench.alerts.literal.LiteralAlerts;
import org.redstats.bench.alerts.sink.MailServer;
import org.redstats.bench.harness.Commits;
import org.redstats.bench.harness.EmptyDatabases;
import org.redstats.bench.harness.Settings;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Latencies;
import org.redstats.bench.traffic.Broker;
import org.redstats.bench.traffic.Filling;
import org.redstats.bench.traffic.SampleEvents;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.testing.Footprint;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestBroker;

/** Those who tell subscribers, each a process of its own with a database of its own. */
final class Contestants {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(2);
    private static final Duration STEP = Duration.ofMillis(2);
    private static final String SERVICE = "red-stat-subscribe";
    private static final String QUEUE = "red.subscribe";
    private static final String TABLES = "tables";

    private final Stage stage;
    private final TestBroker server;
    private final Broker broker;
    private final EmptyDatabases databases;
    private final MailServer mailServer;
    private final int connections;

    Contestants(Stage stage, String queueType, MailServer mailServer, int connections) throws Exception {
        this.stage = stage;
        this.server = stage.broker(queueType);
        this.broker = stage.open(() -> Broker.connect(server));
        this.databases = new EmptyDatabases(stage);
        this.mailServer = mailServer;
        this.connections = connections;
        makeTables();
    }

    String conditions() throws Exception {
        return "RabbitMQ " + broker.version() + "; " + databases.conditions();
    }

    /** How a full queue was drained, and what it took. */
    record Drained(double eventsPerSecond, Footprint footprint) {}

    /** The service, with its mail server beside it. */
    Drained drain(String name, Wishes wishes, long events) throws Exception {
        prepareService(name, wishes, "1 minute");
        fill(QUEUE, events);
        stage.awaitQuiet();
        ServiceProcess service = stage.service(SERVICE, settings(name));
        awaitDrained(service, QUEUE);
        stage.await("all events are in the log", PATIENCE, PAUSE,
                () -> databases.rows(name, "red_event_log") == events);
        Footprint footprint = Footprint.of(service.pid());
        stage.stop(service);
        broker.deleteQueue(QUEUE);
        Commits commits = databases.commits(name, "red_event_log");
        databases.drop(name);
        return new Drained(commits.rowsPerSecond(), footprint);
    }

    /** The literal design; returns events a second. */
    double literal(Wishes wishes, long events) throws Exception {
        databases.prepare("literal");
        databases.execute("literal", LiteralAlerts.TABLES);
        databases.execute("literal", wishes.intoLiteral());
        databases.execute("literal", "VACUUM ANALYZE");
        fill(LiteralAlerts.QUEUE, events);
        stage.awaitQuiet();
        ServiceProcess program = stage.program(LiteralAlerts.class, Stage.SERVICE_JVM,
                Settings.merged(Settings.of(server), databases.settings("literal")));
        awaitDrained(program, LiteralAlerts.QUEUE);
        stage.stop(program);
        broker.deleteQueue(LiteralAlerts.QUEUE);
        Commits commits = databases.commits("literal", "mail");
        databases.drop("literal");
        return commits.transactionsPerSecond();
    }

    /**
     * What came of one image that concerns everybody.
     *
     * @param untilFirst from its publication to the first mail
     * @param asking how long {@code POST /sub} took meanwhile
     * @param cpu processor time of the service, all in all
     */
    record Burst(MailServer.Taken taken, Duration untilFirst, Latencies asking, Duration cpu,
            Footprint footprint) {}

    /** Everybody is told of one image after the other; what the last took. */
    Burst burst(long subscribers, int images) throws Exception {
        prepareService("burst", new Wishes(subscribers, 0), "0");
        ServiceProcess service = stage.service(SERVICE, settings("burst"));
        for (int i = 1; i < images; i++) {
            mailServer.reset();
            publishReddest();
            awaitMails(service, subscribers);
        }
        stage.awaitQuiet();
        mailServer.reset();
        try (Asking asking = new Asking(service.url())) {
            stage.say("an image that concerns everybody");
            Duration cpuBefore = Footprint.of(service.pid()).cpu();
            long start = System.nanoTime();
            publishReddest();
            stage.await("the first mail", PATIENCE, SHORT_PAUSE, () -> mailServer.taken().mails() > 0);
            Duration untilFirst = Duration.ofNanos(System.nanoTime() - start);
            awaitMails(service, subscribers);
            Latencies latencies = asking.end();
            Footprint footprint = Footprint.of(service.pid());
            stage.stop(service);
            broker.deleteQueue(QUEUE);
            return new Burst(mailServer.taken(), untilFirst, latencies,
                    footprint.cpu().minus(cpuBefore), footprint);
        }
    }

    private void publishReddest() throws Exception {
        RedEvent event = new RedEvent(UUID.randomUUID(), "1", 2, Instant.now().truncatedTo(ChronoUnit.MICROS));
        broker.channel().basicPublish(RedExchange.NAME, "", null, RedEventJson.write(event));
    }

    private void awaitMails(ServiceProcess service, long mails) throws Exception {
        stage.await("all mails are handed over", PATIENCE, PAUSE, () -> {
            service.requireAlive();
            return mailServer.taken().mails() >= mails;
        });
        stage.await("that is recorded", PATIENCE, PAUSE,
                () -> databases.rows("burst", "delivery WHERE state = 'pending'") == 0);
    }

    /** As the service makes it, and without a subscription. */
    private void makeTables() throws Exception {
        databases.prepare(TABLES);
        stage.stop(stage.service(SERVICE, Settings.merged(settings(TABLES), Settings.WITHOUT_BROKER)));
    }

    private void prepareService(String name, Wishes wishes, String minInterval) throws Exception {
        databases.copy(TABLES, name);
        stage.say("writing subscriptions");
        databases.execute(name, wishes.intoService(minInterval));
        databases.execute(name, "VACUUM ANALYZE");
    }

    private void fill(String queue, long events) throws Exception {
        stage.say("filling the queue with " + events + " events");
        broker.declareQueue(queue);
        Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(STEP.multipliedBy(events));
        Filling.fill(broker, new SampleEvents(start, STEP, Wishes.USERS), 0, events);
    }

    private void awaitDrained(ServiceProcess process, String queue) throws Exception {
        stage.await(queue + " is empty", PATIENCE, PAUSE, () -> {
            process.requireAlive();
            return broker.consumers(queue) > 0 && broker.waiting(queue) == 0;
        });
    }

    private Map<String, String> settings(String database) {
        return Settings.merged(Settings.of(server), databases.settings(database), Map.of(
                "SPRING_MAIL_HOST", "127.0.0.1", //
                "SPRING_MAIL_PORT", Integer.toString(mailServer.port()), //
                "RED_SUBSCRIBE_DELIVERY_CONNECTIONS", Integer.toString(connections), //
                "RED_SUBSCRIBE_CONFIRMATION_REQUIRED", "false", //
                "RED_SUBSCRIBE_LIMITS_PERCLIENT", "0", //
                "RED_SUBSCRIBE_LIMITS_PERTARGET", "0"));
    }
}
