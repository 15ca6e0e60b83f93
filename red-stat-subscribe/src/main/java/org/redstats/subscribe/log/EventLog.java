package org.redstats.subscribe.log;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** The events of the last days, each once, from which alerts are gathered. */
@Component
class EventLog implements EventSink {

    private final JdbcClient jdbc;
    private final Wake wake;

    EventLog(JdbcClient jdbc, Wake wake) {
        this.jdbc = jdbc;
        this.wake = wake;
    }

    @Override
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public void append(List<RedEvent> events) {
        var reddest = insert(events);
        if (!reddest.isEmpty()) {
            wake.wake(reddest);
        }
    }

    /**
     * One statement a batch. Rows go in by the order of the key, so that two instances that were given the same events
     * wait for each other instead of deadlocking.
     *
     * @return the greatest value of each user's events that are truly new
     */
    private Map<String, Double> insert(List<RedEvent> events) {
        return jdbc.sql("""
                WITH inserted AS (
                    INSERT INTO red_event_log (occurred_at, event_id, user_id, red_value)
                    SELECT occurred_at, event_id, user_id, red_value
                    FROM unnest(CAST(:occurredAt AS timestamptz[]), CAST(:eventIds AS uuid[]),
                                CAST(:userIds AS text[]), CAST(:redValues AS double precision[]))
                         AS e (occurred_at, event_id, user_id, red_value)
                    ORDER BY occurred_at, event_id
                    ON CONFLICT DO NOTHING
                    RETURNING user_id, red_value)
                SELECT user_id, max(red_value) AS reddest FROM inserted GROUP BY user_id""")
                .param("occurredAt", events.stream().map(EventLog::occurredAt).toArray(String[]::new))
                .param("eventIds", events.stream().map(event -> event.eventId().toString()).toArray(String[]::new))
                .param("userIds", events.stream().map(RedEvent::userId).toArray(String[]::new))
                .param("redValues", events.stream().mapToDouble(RedEvent::redValue).toArray())
                .query((row, n) -> Map.entry(row.getString("user_id"), row.getDouble("reddest")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    // PostgreSQL knows no year 0.
    private static String occurredAt(RedEvent event) {
        var text = event.when().toString();
        return text.startsWith("0000") ? "0001" + text.substring(4) + " BC" : text;
    }
}
