package org.redstats.bench.harness;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redstats.embedded.EmbeddedDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class CommitsTests {
    @TempDir
    private Path root;

    @Test
    void knowsWhichTransactionsBroughtTheRows() throws Exception {
        try (Stage stage = Stage.rehearsal(root, "commits")) {
            EmbeddedDatabase server = stage.database(Map.of("track_commit_timestamp", "on"));
            try (Connection connection = Databases.connect(server, "postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t AS SELECT FROM generate_series(1, 10)");
                statement.execute("INSERT INTO t SELECT FROM generate_series(1, 30)");
                statement.execute("INSERT INTO t SELECT FROM generate_series(1, 20)");
                Commits commits = Commits.of(connection, "t");
                assertThat(commits.rows()).isEqualTo(60);
                assertThat(commits.transactions()).isEqualTo(3);
                assertThat(commits.rowsAfterFirst()).isEqualTo(50);
                assertThat(commits.rowsPerTransaction()).isEqualTo(20);
                assertThat(commits.rowsPerSecond()).isPositive();
            }
        }
    }
}
