package org.redstats.bench.count;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;

import org.redstats.bench.count.Question.Answer;

/** PostgreSQL, asked to count the rows of a table. */
final class PlainSql implements Contestant {
    private final Connection connection;
    private final String table;

    PlainSql(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    @Override
    public Answer answer(Question question) throws SQLException {
        String user = question.user() == null ? "" : "AND user_id = ?";
        try (PreparedStatement count = connection.prepareStatement("""
                SELECT count(*), count(*) FILTER (WHERE red_value > ?)
                FROM %s
                WHERE occurred_at >= ? AND occurred_at < ? %s
                """.formatted(table, user))) {
            count.setDouble(1, question.threshold());
            count.setObject(2, question.from().atOffset(ZoneOffset.UTC));
            count.setObject(3, question.to().atOffset(ZoneOffset.UTC));
            if (question.user() != null) {
                count.setString(4, question.user());
            }
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return new Answer(row.getLong(1), row.getLong(2));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
