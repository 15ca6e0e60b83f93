package org.redstats.store.stats;

import org.redstats.store.request.Selection;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts the history's rows. */
@Repository
class Counts {

    private final JdbcClient jdbc;

    Counts(@Qualifier(ReadsConfiguration.READS) JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Count of(Selection selection) {
        var rows = SelectedRows.of(selection);
        var threshold = selection.redThreshold();
        return jdbc.sql("""
                SELECT count(*) AS total, count(*) FILTER (WHERE red_value > :threshold::float8) AS above
                FROM red_event
                WHERE %s
                """.formatted(rows.condition()))
                .params(rows.parameters())
                .param("threshold", threshold)
                .query((row, number) -> new Count(selection.window().from(), selection.window().to(), threshold,
                        selection.userId(), row.getLong("total"), threshold == null ? null : row.getLong("above")))
                .single();
    }
}
