package org.redstats.bench.count;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.redstats.bench.harness.Databases;
import org.redstats.bench.harness.Settings;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Figures;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.ServiceProcess;

/** A database server, and the store as it runs on one of its databases. */
final class Histories {
    private static final String STORE = "red-stat-store";
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Map<String, String> SETTINGS = Map.of("shared_buffers", "1GB", //
            "max_wal_size", "8GB", "maintenance_work_mem", "512MB", "wal_level", "minimal", "max_wal_senders", "0");

    private final Stage stage;
    private final EmbeddedDatabase server;

    Histories(Stage stage) throws Exception {
        this.stage = stage;
        this.server = stage.database(SETTINGS);
    }

    History create(String name) {
        return new History(server, Databases.create(server, name));
    }

    /** Starts the store, which makes its tables; nothing is ingested. */
    ServiceProcess store(History history) throws Exception {
        return stage.service(STORE, settings(history));
    }

    /** Fills the store's tables with rows, and has them counted ahead by its own command. */
    void fill(History history, long rows, Generation generation) throws Exception {
        stage.say("generating " + Figures.whole(rows) + " events");
        generation.run();
        stage.say("counting them ahead");
        ServiceProcess rebuild = stage.start("rebuild", List.of("-jar", stage.jar(STORE).toString(), "rebuild"),
                settings(history));
        rebuild.awaitEnd(PATIENCE);
        stage.stop(rebuild);
        stage.say("tidying up");
        history.settle();
    }

    /** Makes rows. */
    @FunctionalInterface
    interface Generation {
        void run() throws Exception;
    }

    private Map<String, String> settings(History history) {
        return Settings.merged(Settings.WITHOUT_BROKER, Settings.of(server, history.database()));
    }
}
