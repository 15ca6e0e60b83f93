package org.redstats.faults.scene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.redstats.faults.traffic.Red;
import org.redstats.faults.traffic.Sent;
import org.redstats.testing.Line;

/**
 * The whole system as processes on real servers: RabbitMQ, a PostgreSQL for each service that has a database, two
 * instances of red-stat-store and red-stat-subscribe, one of red-stat-notify, and somebody who is told. Every part of it
 * may be harmed. It ends with this process, however this one ends.
 */
public final class Scene implements AutoCloseable {

    /** How long is waited for what takes seconds when all is well. */
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Of red-stat-store and red-stat-subscribe. */
    public static final int INSTANCES = 2;

    // Who vanished is noticed within seconds; as shipped, within half a minute, and two for the ingest of the store.
    private static final String IMPATIENT = """
            "spring.rabbitmq.requested-heartbeat": "2s",
            "spring.datasource.hikari.data-source-properties.socketTimeout": 10,
            "spring.datasource.hikari.connection-init-sql": "SET idle_in_transaction_session_timeout = '5s'\"""";

    private final Path root;
    private final Path folder;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Broker broker;
    private final Database storeDatabase;
    private final Database subscribeDatabase;
    private final Inbox inbox;
    private final Line redsWay;
    private final Line mailWay;
    private final Line webhookWay;
    private final Service store;
    private final Service subscribe;
    private final Service live;

    private Scene(Path root, Path folder) throws Exception {
        this.root = root;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end of the scene"));
        broker = open(Broker::new);
        storeDatabase = open(() -> Database.start(folder.resolve("store-data"), "red_stat_store"));
        subscribeDatabase = open(() -> Database.start(folder.resolve("subscribe-data"), "red_stat_subscribe"));
        inbox = open(Inbox::start);
        redsWay = open(broker::line);
        mailWay = open(() -> Line.to("127.0.0.1", inbox.smtpPort()));
        webhookWay = open(() -> Line.to("127.0.0.1", inbox.httpPort()));
        store = open(() -> new Service("red-stat-store", root, folder, broker, storeDatabase,
                Map.of("SPRING_APPLICATION_JSON", "{" + IMPATIENT + "}")));
        subscribe = open(() -> new Service("red-stat-subscribe", root, folder, broker, subscribeDatabase,
                tellingSettings()));
        live = open(() -> new Service("red-stat-notify", root, folder, broker, null,
                Map.of("SPRING_APPLICATION_JSON", "{" + IMPATIENT + "}")));
        store.start(INSTANCES);
        subscribe.start(INSTANCES);
        live.start(1);
        awaitReady();
    }

    /**
     * Starts everything, and returns when it is ready.
     *
     * @param root the project's folder, whose packaged services are started
     * @param folder for data and logs; emptied before
     */
    public static Scene open(Path root, Path folder) throws Exception {
        Folders.empty(folder);
        Files.createDirectories(folder);
        return new Scene(root, folder);
    }

    public Broker broker() {
        return broker;
    }

    public Database storeDatabase() {
        return storeDatabase;
    }

    public Database subscribeDatabase() {
        return subscribeDatabase;
    }

    public Inbox inbox() {
        return inbox;
    }

    public Service store() {
        return store;
    }

    public Service subscribe() {
        return subscribe;
    }

    /** red-stat-notify. */
    public Service live() {
        return live;
    }

    public List<Service> services() {
        return List.of(store, subscribe, live);
    }

    /** RED's line to the broker. */
    public Line redsWay() {
        return redsWay;
    }

    /** The line of red-stat-subscribe to the mail server. */
    public Line mailWay() {
        return mailWay;
    }

    /** The line of red-stat-subscribe to the receiver of its webhooks. */
    public Line webhookWay() {
        return webhookWay;
    }

    /** An address that webhooks can lead to. */
    public String webhook(String name) {
        return "http://127.0.0.1:" + webhookWay.port() + "/" + name;
    }

    /** A RED of the run, with a spool of its own. */
    public Red red(Sent sent) throws IOException {
        return Red.start(sent, broker.address(redsWay), Files.createDirectories(redsFolder(sent)));
    }

    /** Where that RED has its spool. */
    public Path spool(Sent sent) {
        return Red.spool(redsFolder(sent));
    }

    private Path redsFolder(Sent sent) {
        return folder.resolve("red-" + sent.run());
    }

    /** Where the migrations of a service's schema are. */
    public Path migrations(String service) {
        return root.resolve(service).resolve("src/main/resources/db/migration");
    }

    /** Waits until every instance says that it is ready. */
    public void awaitReady() {
        services().forEach(Service::awaitReady);
    }

    /** Waits until an event that RED was handed has arrived in both databases, and every service is ready. */
    public void awaitArrival(Sent sent, int number) {
        var event = sent.event(number);
        var id = event.eventId().toString();
        var when = event.when().toString();
        Awaitility.await("event " + number + " arrives").atMost(PATIENCE).pollInterval(Duration.ofMillis(50))
                .pollInSameThread().until(() -> arrived(storeDatabase, "red_event", id, when)
                        && arrived(subscribeDatabase, "red_event_log", id, when));
        awaitReady();
    }

    /** Waits until every event that RED was handed so far has arrived in both databases, whoever is ready. */
    public void awaitAll(Sent sent) {
        var size = sent.size();
        var users = sent.users().toArray(String[]::new);
        Awaitility.await(size + " events arrive").atMost(PATIENCE).pollInterval(Duration.ofMillis(100))
                .pollInSameThread()
                .until(() -> storeDatabase.number("SELECT count(*) FROM red_event WHERE user_id = ANY (?)",
                        (Object) users) >= size
                        && subscribeDatabase.number("SELECT count(*) FROM red_event_log WHERE user_id = ANY (?)",
                                (Object) users) >= size);
    }

    private static boolean arrived(Database database, String table, String id, String when) throws SQLException {
        return database.number("SELECT count(*) FROM " + table
                + " WHERE occurred_at = CAST(? AS timestamptz) AND event_id = CAST(? AS uuid)", when, id) == 1;
    }

    /** Settings that differ from what is shipped so that a round takes seconds: leases and time-outs, and no limits. */
    private Map<String, String> tellingSettings() {
        return Map.of("SPRING_MAIL_HOST", mailWay.host(), "SPRING_MAIL_PORT", Integer.toString(mailWay.port()),
                "SPRING_APPLICATION_JSON", """
                        {%s,
                         "spring.mail.properties": {"mail.smtp.connectiontimeout": 2000, "mail.smtp.timeout": 2000,
                           "mail.smtp.writetimeout": 2000},
                         "red.subscribe": {
                           "confirmation.required": false,
                           "limits": {"per-client": 0, "per-target": 0},
                           "delivery": {"per-mailbox-a-day": 0, "lease": "10s"},
                           "webhook": {"allow-http": true, "allowed-networks": "127.0.0.0/8", "timeout": "3s"}}}"""
                        .formatted(IMPATIENT));
    }

    private synchronized <T extends AutoCloseable> T open(Callable<T> start) throws Exception {
        var part = start.call();
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("faults: a part did not end in order: " + e);
            }
        }
    }
}
