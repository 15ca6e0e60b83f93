package org.redstats.store.reads;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;

/**
 * Repeats on the primary a query that the replica has failed. That is known before the first row is handed on, because
 * outside a transaction the driver fetches all rows first; inside one, nothing is repeated.
 */
final class ReadsTemplate extends JdbcTemplate {

    private final ReadsDataSource reads;

    ReadsTemplate(ReadsDataSource reads) {
        super(reads);
        this.reads = reads;
    }

    // All queries with parameters end here, and those of a JdbcClient without any do too.
    @Override
    public <T extends @Nullable Object> T query(PreparedStatementCreator statement,
            @Nullable PreparedStatementSetter values, ResultSetExtractor<T> rows) {
        return reads.repeatable(() -> super.query(statement, values, rows));
    }

    @Override
    public <T extends @Nullable Object> Stream<T> queryForStream(PreparedStatementCreator statement,
            @Nullable PreparedStatementSetter values, RowMapper<T> rows) {
        return reads.repeatable(() -> super.queryForStream(statement, values, rows));
    }
}
