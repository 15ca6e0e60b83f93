package org.redstats.bench.ingest.memory;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Inserts a batch into the store's table, each event once, as the store does, and counts nothing. */
final class PlainHistory implements EventSink {
    private static final String APPEND = """
            WITH inserted AS (
                INSERT INTO red_event (occurred_at, event_id, user_id, red_value)
                SELECT red_instant(micros) AS occurred_at, event_id, user_id, red_value
                FROM unnest(?::bigint[], ?::uuid[], ?::text[], ?::float8[]) AS e (micros, event_id, user_id, red_value)
                ORDER BY occurred_at, event_id
                ON CONFLICT DO NOTHING
                RETURNING occurred_at
            )
            SELECT count(*) FROM inserted
            """;

    private final JdbcClient jdbc;

    PlainHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void append(List<RedEvent> events) {
        jdbc.sql(APPEND)
                .param(events.stream().mapToLong(event -> micros(event.when())).toArray())
                .param(events.stream().map(event -> event.eventId().toString()).toArray(String[]::new))
                .param(events.stream().map(RedEvent::userId).toArray(String[]::new))
                .param(events.stream().mapToDouble(RedEvent::redValue).toArray())
                .query((row, number) -> row.getInt(1))
                .single();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
