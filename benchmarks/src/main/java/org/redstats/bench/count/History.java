package org.redstats.bench.count;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import org.redstats.bench.harness.Databases;
import org.redstats.embedded.EmbeddedDatabase;

/** Thirty days of events in the store's own tables, ending with yesterday. */
final class History {
    static final int DAYS = 30;

    /** Has a hundredth of all events. */
    static final String BUSIEST_USER = "0";

    private final EmbeddedDatabase server;
    private final String database;
    private final LocalDate firstDay = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS);

    /** @param database to which the store has been once, so that its tables are there */
    History(EmbeddedDatabase server, String database) {
        this.server = server;
        this.database = database;
    }

    Instant start() {
        return firstDay.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    Duration length() {
        return Duration.ofDays(DAYS);
    }

    List<String> partitions() {
        return firstDay.datesUntil(firstDay.plusDays(DAYS)).map(History::partition).toList();
    }

    /**
     * Makes the days' partitions with their rows, evenly over time. Of 100,000 users the busiest has 1 % of the rows, the
     * next ones less and less.
     */
    void generate(long rows) throws SQLException {
        for (int day = 0; day < DAYS; day++) {
            // The first days take what does not divide evenly.
            generate(firstDay.plusDays(day), Duration.ofDays(1), rows / DAYS + (day < rows % DAYS ? 1 : 0));
        }
    }

    /** Makes the first day's partition alone, with all rows in the beginning of the day. */
    void generateFirstDay(Duration beginning, long rows) throws SQLException {
        generate(firstDay, beginning, rows);
    }

    /**
     * The partition gets its indexes when it is attached: after the rows, which is much faster. Nothing is logged of a
     * table that is made and filled by the same transaction.
     */
    private void generate(LocalDate day, Duration length, long rows) throws SQLException {
        String name = partition(day);
        inOneTransaction("CREATE TABLE " + name + " (LIKE red_event)", """
                INSERT INTO %s (occurred_at, event_id, user_id, red_value)
                SELECT at, uuidv7(at - clock_timestamp()), floor(100000 * power(random(), 2.5))::int::text,
                       random() * random()
                FROM (
                    SELECT timestamptz '%s 00:00Z' + (i + random()) * interval '%d seconds' / %d AS at
                    FROM generate_series(0, %d - 1) AS i
                ) AS moments
                """.formatted(name, day, length.toSeconds(), rows, rows),
                "ALTER TABLE red_event ATTACH PARTITION %s FOR VALUES FROM ('%s 00:00Z') TO ('%s 00:00Z')".formatted(
                        name,
                        day, day.plusDays(1)));
    }

    /** Leaves the database as it is some time after its rows came. */
    void settle() throws SQLException {
        execute("VACUUM (ANALYZE)");
        execute("CHECKPOINT");
    }

    /** Makes a second table of the same rows, as the original design has it. */
    void copyAsDesignedAtFirst(String table) throws SQLException {
        execute("CREATE TABLE " + table + " AS SELECT * FROM red_event",
                "ALTER TABLE " + table + " ADD PRIMARY KEY (event_id)",
                "CREATE INDEX ON " + table + " (red_value, occurred_at)",
                "CREATE INDEX ON " + table + " (red_value)");
        execute("VACUUM (ANALYZE) " + table);
        execute("CHECKPOINT");
    }

    /** Writes a partition's rows, with their instants as microseconds since 1970, into a file. */
    void export(String partition, Path file) throws SQLException {
        execute("""
                COPY (SELECT (extract(epoch FROM occurred_at) * 1000000)::bigint, event_id, user_id, red_value FROM %s
                      ORDER BY occurred_at)
                TO '%s' (FORMAT csv)
                """.formatted(partition, file));
    }

    /** Bytes of a table with its indexes and partitions. */
    long size(String table) throws SQLException {
        return number("""
                SELECT sum(pg_total_relation_size(relation))
                FROM (SELECT '%s'::regclass UNION SELECT relid FROM pg_partition_tree('%s')) AS relations (relation)
                """.formatted(table, table));
    }

    long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    String database() {
        return database;
    }

    String version() throws SQLException {
        try (Connection connection = connect()) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
    }

    Connection connect() throws SQLException {
        return Databases.connect(server, database);
    }

    /** Each on its own, over one connection. */
    void execute(String... statements) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void inOneTransaction(String... statements) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    private static String partition(LocalDate day) {
        return "red_event_" + day.toString().replace('-', '_');
    }
}
