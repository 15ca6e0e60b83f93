package org.redstats.store.ingest;

import java.util.List;

import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.redstats.store.rollup.RollupSql;
import org.redstats.store.time.Micros;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** All events, each once; a batch is one statement and therefore one transaction. */
@Component
class EventHistory implements EventSink {

    /*
     * The rows that turn out to be new are counted in the same statement, so a row and its counts are committed together
     * or not at all. In key order, so that two instances with the same events wait for each other but cannot deadlock.
     */
    private static final String APPEND = """
            WITH batch AS (
                SELECT red_instant(micros) AS occurred_at, event_id, user_id, red_value
                FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::float8[]) AS e (micros, event_id, user_id, red_value)
            ), inserted AS (
                INSERT INTO red_event (occurred_at, event_id, user_id, red_value)
                SELECT occurred_at, event_id, user_id, red_value FROM batch ORDER BY occurred_at, event_id
                ON CONFLICT DO NOTHING
                RETURNING occurred_at, red_value
            ), %s, added AS (
                %s
            )
            SELECT count(*) FROM inserted
            """.formatted(RollupSql.countsOf("inserted"), RollupSql.ADD_COUNTS);

    private final JdbcClient jdbc;
    private final IngestMetrics metrics;

    EventHistory(JdbcClient jdbc, IngestMetrics metrics) {
        this.jdbc = jdbc;
        this.metrics = metrics;
    }

    @Override
    public void append(List<RedEvent> events) {
        metrics.committed(events, insertTwiceIfRefused(events));
    }

    // A row on its way to the default partition is refused when its day's own partition was attached meanwhile;
    // the second time it finds that one.
    private int insertTwiceIfRefused(List<RedEvent> events) {
        try {
            return insert(events);
        } catch (DataIntegrityViolationException e) {
            return insert(events);
        }
    }

    private int insert(List<RedEvent> events) {
        return jdbc.sql(APPEND)
                .param(events.stream().mapToLong(event -> Micros.floor(event.when())).toArray())
                .param(events.stream().map(event -> event.eventId().toString()).toArray(String[]::new))
                .param(events.stream().map(RedEvent::userId).toArray(String[]::new))
                .param(events.stream().mapToDouble(RedEvent::redValue).toArray())
                .query(Integer.class)
                .single();
    }
}
