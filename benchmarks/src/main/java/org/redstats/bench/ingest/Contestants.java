package org.redstats.bench.ingest;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.redstats.bench.harness.Commits;
import org.redstats.bench.harness.EmptyDatabases;
import org.redstats.bench.harness.Settings;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.ingest.literal.LiteralStore;
import org.redstats.bench.ingest.memory.DenseHours;
import org.redstats.bench.ingest.memory.InsertFromMemory;
import org.redstats.testing.Footprint;
import org.redstats.testing.ServiceProcess;

/** Those who write events into a database, each a process of its own with a database of its own. */
final class Contestants {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final String STORE = "red-stat-store";
    private static final String HISTORY = "red_event";

    private final Stage stage;
    private final Backlog backlog;
    private final EmptyDatabases databases;

    Contestants(Stage stage, Backlog backlog, EmptyDatabases databases) {
        this.stage = stage;
        this.backlog = backlog;
        this.databases = databases;
    }

    /**
     * What the store has done.
     *
     * @param consumers that it had on its queue
     */
    record Stored(Commits commits, int consumers, Footprint footprint) {}

    /**
     * The store, as it is deployed.
     *
     * @param further environment variables that change how it reads
     */
    Stored store(Map<String, String> further) throws Exception {
        databases.prepare("store");
        makeTables();
        ServiceProcess store = stage.service(STORE,
                Settings.merged(backlog.settings(), databases.settings("store"), further));
        int consumers = backlog.consumers(Backlog.STORE_QUEUE);
        awaitRows(store, Backlog.STORE_QUEUE, "store", HISTORY, backlog.count());
        Footprint footprint = Footprint.of(store.pid());
        stage.stop(store);
        return new Stored(databases.commits("store", HISTORY), consumers, footprint);
    }

    private void makeTables() throws Exception {
        Map<String, String> settings = Settings.merged(Settings.WITHOUT_BROKER, databases.settings("store"));
        stage.stop(stage.service(STORE, settings));
        databases.execute("store", DenseHours.SQL);
    }

    /**
     * Batches from memory, written from within the store's own jar.
     *
     * @param batch events in each
     * @param threads that write at the same time
     * @return events a second
     */
    double insert(InsertFromMemory.Kind kind, int batch, int threads) throws Exception {
        databases.prepare("memory");
        stage.say("inserting from memory: " + kind);
        ServiceProcess program = stage.start("insert-" + kind, List.of("-Xmx1g", "-XX:+UseSerialGC", //
                "-cp", stage.jar(STORE).toString(), //
                "-Dloader.path=" + stage.classes(), "-Dloader.main=" + InsertFromMemory.class.getName(), //
                "org.springframework.boot.loader.launch.PropertiesLauncher", //
                "org.redstats.store.StoreApplication", kind.name(), //
                Long.toString(backlog.count()), Integer.toString(batch), Integer.toString(threads), //
                backlog.events().start().toString(), Long.toString(backlog.events().step().toNanos()), //
                Integer.toString(backlog.events().users())),
                Settings.merged(Settings.WITHOUT_BROKER, databases.settings("memory")));
        program.awaitEnd(PATIENCE);
        stage.stop(program);
        Commits commits = databases.commits("memory", HISTORY);
        if (commits.rows() != backlog.count()) {
            throw new IllegalStateException(commits.rows() + " rows were written of " + backlog.count());
        }
        return commits.rowsPerSecond();
    }

    /** The literal design; returns events a second. */
    double literal() throws Exception {
        databases.prepare("literal");
        ServiceProcess store = stage.program(LiteralStore.class, Stage.SERVICE_JVM,
                Settings.merged(backlog.settings(), databases.settings("literal")));
        awaitRows(store, LiteralStore.QUEUE, "literal", "red_value", backlog.literalCount());
        stage.stop(store);
        return databases.commits("literal", "red_value").rowsPerSecond();
    }

    /** Asks the broker, which costs it nothing, and the database only when the queue has nothing more to give. */
    private void awaitRows(ServiceProcess store, String queue, String database, String table, long rows)
            throws Exception {
        stage.await(queue + " is empty", PATIENCE, PAUSE, () -> {
            store.requireAlive();
            return backlog.isTaken(queue);
        });
        stage.await("all rows are there", PATIENCE, PAUSE, () -> databases.rows(database, table) == rows);
    }
}
