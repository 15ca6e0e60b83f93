package org.redstats.subscribe.log;

import java.util.List;

import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.redstats.subscribe.Timestamps;
import org.redstats.subscribe.worker.Pace;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events of the last days, each once, from which alerts are gathered. */
@Component
class EventLog implements EventSink {

    private static final int MANY = 500;

    private final JdbcClient jdbc;
    private final Pace pace;

    EventLog(JdbcClient jdbc, Pace pace) {
        this.jdbc = jdbc;
        this.pace = pace;
    }

    /**
     * One statement a batch. Rows go in by the order of the key, so that two instances that were given the same events
     * wait for each other instead of deadlocking.
     */
    @Override
    public void append(List<RedEvent> events) {
        if (events.size() >= MANY) {
            pace.intakeIsBehind();
        }
        jdbc.sql("""
                INSERT INTO red_event_log (occurred_at, event_id, user_id, red_value)
                SELECT occurred_at, event_id, user_id, red_value
                FROM unnest(CAST(:occurredAt AS timestamptz[]), CAST(:eventIds AS uuid[]),
                            CAST(:userIds AS text[]), CAST(:redValues AS double precision[]))
                     AS e (occurred_at, event_id, user_id, red_value)
                ORDER BY occurred_at, event_id
                ON CONFLICT DO NOTHING""")
                .param("occurredAt", events.stream().map(event -> Timestamps.text(event.when())).toArray(String[]::new))
                .param("eventIds", events.stream().map(event -> event.eventId().toString()).toArray(String[]::new))
                .param("userIds", events.stream().map(RedEvent::userId).toArray(String[]::new))
                .param("redValues", events.stream().mapToDouble(RedEvent::redValue).toArray())
                .update();
    }
}
