package org.redstats.bench.ingest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Databases;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Settings;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.ingest.literal.LiteralStore;
import org.redstats.bench.ingest.memory.DenseHours;
import org.redstats.bench.ingest.memory.InsertFromMemory;
import org.redstats.bench.ingest.memory.InsertFromMemory.Kind;
import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Footprint;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;
import org.redstats.bench.traffic.Broker;
import org.redstats.bench.traffic.Filling;
import org.redstats.bench.traffic.SampleEvents;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.event.RedEventJson;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestBroker;

/** How fast a full queue is stored. */
public final class Ingest implements Benchmark {
    private static final String STORE_QUEUE = "red.store";
    private static final String DRAIN_QUEUE = "bench.drain";
    private static final int USERS = 100_000;
    private static final Duration STEP = Duration.ofMillis(2);
    private static final Map<String, String> DATABASE_SETTINGS = Map.of("shared_buffers", "1GB", //
            "max_wal_size", "4GB", "track_commit_timestamp", "on");

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String summary() {
        return "events a second from a full queue into the history, and what they cost";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("events", "1M", "how many are in the queue"),
                Option.value("literal", "30k", "how many of them the literal design gets, being slow"),
                Option.value("queue", "quorum", "type of the queues: quorum, or classic before RabbitMQ 4"));
    }

    @Override
    public Report run(Arguments arguments, Stage stage) throws Exception {
        return new Run(stage, arguments.number("events"), arguments.number("literal"), arguments.text("queue")).run();
    }

    private static final class Run {
        private final Stage stage;
        private final long count;
        private final long literalCount;
        private final String queueType;
        private final SampleEvents events;
        private final TestBroker server;
        private final Broker broker;
        private final EmbeddedDatabase database;

        Run(Stage stage, long count, long literalCount, String queueType) throws Exception {
            this.stage = stage;
            this.count = count;
            this.literalCount = Math.min(literalCount, count);
            this.queueType = queueType;
            this.events = new SampleEvents(
                    Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(STEP.multipliedBy(count)), STEP, USERS);
            this.server = stage.broker(queueType);
            this.broker = stage.open(() -> Broker.connect(server));
            this.database = stage.database(DATABASE_SETTINGS);
        }

        private record Stored(Commits commits, int consumers, Footprint footprint) {}

        Report run() throws Exception {
            fill();
            double drain = drain();
            Stored store = store();
            int batch = store.commits.rowsPerTransaction();
            Map<Kind, Double> inserts = new EnumMap<>(Kind.class);
            // To and fro, so that what grows or tires in between is shared.
            for (Kind kind : List.of(Kind.ROWS_UNCOUNTED, Kind.ROWS, Kind.STORE, Kind.STORE, Kind.ROWS,
                    Kind.ROWS_UNCOUNTED)) {
                inserts.merge(kind, insert(kind, batch, store.consumers) / 2, Double::sum);
            }
            double insert = inserts.getOrDefault(Kind.STORE, 0.0);
            double rows = inserts.getOrDefault(Kind.ROWS, 0.0);
            double uncounted = inserts.getOrDefault(Kind.ROWS_UNCOUNTED, 0.0);
            double literal = literal();
            double rate = store.commits.rowsPerSecond();
            double possible = 1 / (1 / drain + 1 / insert);
            return new Report(conditions(store), List.of(new Table("contestant", "events", "events/s")
                    .row("a consumer that does nothing (drain)", Figures.whole(count), Figures.whole(drain))
                    .row("the store's statement, batches from memory (insert)", Figures.whole(count),
                            Figures.whole(insert))
                    .row("the same rows without the rollup", Figures.whole(count), Figures.whole(rows))
                    .row("the same rows without the rollup and the index by value", Figures.whole(count),
                            Figures.whole(uncounted))
                    .row("one after the other: 1 / (1/drain + 1/insert)", "", Figures.whole(possible))
                    .row("**red-stat-store**, one instance", Figures.whole(count), "**" + Figures.whole(rate) + "**")
                    .row("the literal design: a message, a JPA save, an acknowledgement", Figures.whole(literalCount),
                            Figures.whole(literal))),
                    List.of(Target.atLeast(20, "store : literal design", rate / literal),
                            Target.atLeast(0.7, "store : one after the other", rate / possible),
                            Target.atMost(25, "events/s that the rollup costs an insert, %", 100 * (1 - insert / rows)),
                            Target.atMost(25, "events/s that the rollup and the index by value cost, %",
                                    100 * (1 - insert / uncounted)),
                            Target.atMost(400, "peak resident memory of the store, MB",
                                    store.footprint.peakMemory() / 1048576.0)));
        }

        private List<String> conditions(Stored store) throws SQLException {
            try (Connection connection = Databases.connect(database, "postgres")) {
                return List.of(
                        "RabbitMQ %s, %s queues".formatted(broker.version(), queueType),
                        "PostgreSQL %s, fsync and synchronous_commit on, shared_buffers 1 GB".formatted(
                                connection.getMetaData().getDatabaseProductVersion()),
                        "events of %d bytes, %s users".formatted(RedEventJson.write(events.event(0)).length,
                                Figures.whole(USERS)),
                        "store with " + String.join(" ", Stage.SERVICE_JVM),
                        "%d consumers, %s events a batch on average".formatted(store.consumers,
                                Figures.whole(store.commits.rowsPerTransaction())));
            }
        }

        private void fill() throws Exception {
            stage.say("filling the queues with " + Figures.whole(count) + " events");
            broker.declareQueue(STORE_QUEUE);
            broker.declareQueue(DRAIN_QUEUE);
            broker.declareQueue(LiteralStore.QUEUE);
            Filling.fill(broker, events, 0, literalCount);
            broker.unbind(LiteralStore.QUEUE);
            Filling.fill(broker, events, literalCount, count);
        }

        private double drain() throws Exception {
            stage.awaitQuiet();
            stage.say("draining");
            double rate = Drain.eventsPerSecond(broker, DRAIN_QUEUE, count);
            broker.deleteQueue(DRAIN_QUEUE);
            return rate;
        }

        private Stored store() throws Exception {
            String name = prepare("store");
            stage.stop(stage.service("red-stat-store",
                    Settings.merged(Settings.WITHOUT_BROKER, Settings.of(database, name)))); // it has made its tables
            try (Connection connection = Databases.connect(database, name);
                    Statement statement = connection.createStatement()) {
                statement.execute(DenseHours.SQL);
            }
            ServiceProcess store = stage.service("red-stat-store",
                    Settings.merged(Settings.of(server), Settings.of(database, name)));
            int consumers = broker.consumers(STORE_QUEUE);
            awaitRows(store, STORE_QUEUE, name, "red_event", count);
            Footprint footprint = Footprint.of(store.pid());
            stage.stop(store);
            return new Stored(commits(name, "red_event"), consumers, footprint);
        }

        private double insert(Kind kind, int batch, int threads) throws Exception {
            String name = prepare("insert");
            stage.say("inserting from memory: " + kind);
            ServiceProcess program = stage.start("insert-" + kind, List.of("-Xmx1g", "-XX:+UseSerialGC", //
                    "-cp", stage.jar("red-stat-store").toString(), //
                    "-Dloader.path=" + stage.classes(), "-Dloader.main=" + InsertFromMemory.class.getName(), //
                    "org.springframework.boot.loader.launch.PropertiesLauncher", //
                    "org.redstats.store.StoreApplication", kind.name(), Long.toString(count), Integer.toString(batch),
                    Integer.toString(threads), events.start().toString(), Long.toString(events.step().toNanos()),
                    Integer.toString(events.users())),
                    Settings.merged(Settings.of(server), Settings.of(database, name)));
            program.awaitEnd(Duration.ofMinutes(10));
            stage.stop(program);
            Commits commits = commits(name, "red_event");
            if (commits.rows() != count) {
                throw new IllegalStateException(commits.rows() + " rows of " + count + " were inserted");
            }
            return commits.rowsPerSecond();
        }

        private double literal() throws Exception {
            String name = prepare("literal");
            ServiceProcess store = stage.program(LiteralStore.class, Stage.SERVICE_JVM,
                    Settings.merged(Settings.of(server), Settings.of(database, name)));
            awaitRows(store, LiteralStore.QUEUE, name, "red_value", literalCount);
            stage.stop(store);
            return commits(name, "red_value").rowsPerSecond();
        }

        /** Gives the next contestant an empty database, and an end to what the one before has left to write. */
        private String prepare(String name) throws Exception {
            try (Connection connection = Databases.connect(database, "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("DROP DATABASE IF EXISTS " + statement.enquoteIdentifier(name, true));
                statement.execute("CHECKPOINT");
            }
            stage.awaitQuiet();
            return Databases.create(database, name);
        }

        /** Asks the broker, which costs it nothing, and the database only when the queue has nothing more to give. */
        private void awaitRows(ServiceProcess store, String queue, String name, String table, long rows)
                throws Exception {
            Duration patience = Duration.ofMinutes(10);
            Duration pause = Duration.ofMillis(200);
            stage.await("the queue is empty", patience, pause, () -> {
                store.requireAlive();
                return broker.consumers(queue) > 0 && broker.waiting(queue) == 0;
            });
            stage.await("all rows are there", patience, pause, () -> rows(name, table) == rows);
        }

        private long rows(String name, String table) throws SQLException {
            try (Connection connection = Databases.connect(database, name);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
                row.next();
                return row.getLong(1);
            }
        }

        private Commits commits(String name, String table) throws SQLException {
            try (Connection connection = Databases.connect(database, name)) {
                return Commits.of(connection, table);
            }
        }
    }
}
