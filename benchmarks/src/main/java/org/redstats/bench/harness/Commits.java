package org.redstats.bench.harness;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How a table came by its rows, by the database's own record of when each transaction committed: exact, and nothing
 * watches while it happens.
 *
 * @param rows all of them
 * @param transactions that wrote them
 * @param rowsAfterFirst those of all transactions but the first
 * @param seconds from the first commit to the last
 */
public record Commits(long rows, long transactions, long rowsAfterFirst, double seconds) {

    /** The server needs {@code track_commit_timestamp}. */
    public static Commits of(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("""
                WITH written AS (
                    SELECT pg_xact_commit_timestamp(xmin) AS at, count(*) AS n FROM %s GROUP BY xmin
                )
                SELECT sum(n), count(*), sum(n) - (SELECT n FROM written ORDER BY at LIMIT 1),
                       extract(epoch FROM max(at) - min(at))
                FROM written
                """.formatted(table))) {
            row.next();
            return new Commits(row.getLong(1), row.getLong(2), row.getLong(3), row.getDouble(4));
        }
    }

    /** Not counting those of the first transaction, which nobody knows the beginning of. */
    public double rowsPerSecond() {
        return rowsAfterFirst / seconds;
    }

    /** Likewise. */
    public double transactionsPerSecond() {
        return (transactions - 1) / seconds;
    }

    public int rowsPerTransaction() {
        return (int) Math.ceilDiv(rows, transactions);
    }
}
