package org.redstats.bench.count;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.redstats.bench.count.Question.Answer;

/**
 * DuckDB in this process: a column store that uses every processor. Its rows are in the order of time, so that it
 * skips what is outside a window, and in a file, so that they are compressed.
 */
final class DuckDb implements Contestant {
    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /** Takes a copy of the history. */
    static DuckDb copyOf(History history, Path folder) throws Exception {
        DuckDb database = new DuckDb(DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("duckdb")));
        database.execute("""
                CREATE TABLE red_event (occurred_at TIMESTAMP, event_id UUID, user_id VARCHAR, red_value DOUBLE)""");
        Path file = folder.resolve("day.csv");
        for (String partition : history.partitions()) {
            history.export(partition, file);
            database.execute("""
                    INSERT INTO red_event
                    SELECT make_timestamp(micros), event_id, user_id, red_value
                    FROM read_csv('%s', header = false, columns = {
                        'micros': 'BIGINT', 'event_id': 'UUID', 'user_id': 'VARCHAR', 'red_value': 'DOUBLE'})
                    """.formatted(file));
            Files.delete(file);
        }
        database.execute("CHECKPOINT");
        return database;
    }

    static String version() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    /** The question's values are part of the statement: DuckDB then skips most, which it does not with parameters. */
    @Override
    public Answer answer(Question question) throws SQLException {
        String user = question.user() == null ? "" : "AND user_id = '" + question.user() + "'";
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
                SELECT count(*), count(*) FILTER (WHERE red_value > %s)
                FROM red_event
                WHERE occurred_at >= make_timestamp(%d) AND occurred_at < make_timestamp(%d) %s
                """.formatted(question.threshold(), question.fromMicros(), question.toMicros(), user))) {
            row.next();
            return new Answer(row.getLong(1), row.getLong(2));
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
