package org.redstats.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class EmbeddedDatabaseTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void isPostgres18ThatWritesToTheDisk() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.startTemporary()) {
            database.createDatabaseIfMissing("red-stat");
            database.createDatabaseIfMissing("red-stat");

            assertThat(ask(database, "red-stat", "SHOW server_version")).startsWith("18.");
            assertThat(ask(database, "red-stat", "SHOW fsync")).isEqualTo("on");
            assertThat(ask(database, "red-stat", "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(database, "red-stat", "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void bringsBackPortAndDataAfterACrash(@TempDir Path folder) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("data"), 0)) {
            keep42(database);

            database.stopImmediately();
            database.startAgain();

            assertThat(ask(database, "postgres", "SELECT n FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void bringsBackPortAndDataAfterAKill(@TempDir Path folder) throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("data"), 0)) {
            keep42(database);

            database.kill();
            database.startAgain();

            assertThat(ask(database, "postgres", "SELECT n FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void takesOverFromAServerWhoseOwnerWasKilled(@TempDir Path folder) throws Exception {
        EmbeddedDatabase abandoned = EmbeddedDatabase.start(folder.resolve("data"), 0);
        keep42(abandoned);

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("data"), abandoned.port())) {
            assertThat(ask(database, "postgres", "SELECT n FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void startsDespiteTheProcessIdOfAnotherProgram(@TempDir Path folder) throws Exception {
        EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("data"), 0);
        Path pidFile = folder.resolve("data/postmaster.pid");
        String left = Files.readString(pidFile).replaceFirst("\\d+", Long.toString(ProcessHandle.current().pid()));
        database.stop();
        Files.writeString(pidFile, left);

        database.startAgain();

        assertThat(ask(database, "postgres", "SELECT 1")).isEqualTo("1");
        database.close();
    }

    @Test
    void aReplicaFollowsWhatIsWrittenAndAnswersReads() throws Exception {
        try (EmbeddedDatabase primary = EmbeddedDatabase.startTemporary();
                EmbeddedDatabase replica = primary.startReplica()) {
            keep42(primary);

            await().atMost(PATIENCE).ignoreExceptions()
                    .untilAsserted(() -> assertThat(ask(replica, "postgres", "SELECT n FROM kept")).isEqualTo("42"));
            assertThat(ask(replica, "postgres", "SELECT pg_is_in_recovery()")).isEqualTo("t");
        }
    }

    @Test
    void aReplicaThatCrashedGetsWhatItMissed() throws Exception {
        try (EmbeddedDatabase primary = EmbeddedDatabase.startTemporary();
                EmbeddedDatabase replica = primary.startReplica()) {
            replica.stopImmediately();
            keep42(primary);
            primary.stop();
            primary.startAgain();
            replica.startAgain();

            await().atMost(PATIENCE).ignoreExceptions()
                    .untilAsserted(() -> assertThat(ask(replica, "postgres", "SELECT n FROM kept")).isEqualTo("42"));
        }
    }

    @Test
    void aFrozenServerAnswersAgainWhenThawed() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.startTemporary()) {
            database.freeze();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> one(database));
            assertThat(answer).failsWithin(Duration.ofMillis(200));

            database.thaw();

            assertThat(answer).succeedsWithin(PATIENCE).isEqualTo("1");
        }
    }

    @Test
    void aFrozenServerCanBeStopped() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.startTemporary()) {
            database.freeze();
            database.stopImmediately();
            database.startAgain();

            assertThat(one(database)).isEqualTo("1");
        }
    }

    private static String one(EmbeddedDatabase database) {
        try {
            return ask(database, "postgres", "SELECT 1");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void keep42(EmbeddedDatabase database) throws SQLException {
        try (Connection connection = connect(database, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 42 AS n");
        }
    }

    private static String ask(EmbeddedDatabase database, String name, String query) throws SQLException {
        try (Connection connection = connect(database, name);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static Connection connect(EmbeddedDatabase database, String name) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(name), database.user(), database.password());
    }
}
