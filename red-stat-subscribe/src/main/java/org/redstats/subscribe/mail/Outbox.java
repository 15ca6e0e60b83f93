package org.redstats.subscribe.mail;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.SubscribeProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The alerts that are to be handed over, shared by all instances. Taking one on moves its next attempt to the end of a
 * lease: if nothing is recorded until then, it is due again. Each statement is a transaction of its own, so none is open
 * while a mail server is talked to.
 */
@Component
class Outbox {

    private static final TypeReference<List<PendingAlert.Image>> IMAGES = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Duration lease;

    Outbox(JdbcClient jdbc, JsonMapper json, SubscribeProperties properties) {
        this.jdbc = jdbc;
        this.json = json;
        this.lease = properties.delivery().lease();
    }

    boolean hasDue() {
        return jdbc.sql("SELECT EXISTS (SELECT FROM delivery WHERE state = 'pending' AND next_attempt_at <= now())")
                .query(Boolean.class).single();
    }

    /** Takes on some that are due, in front of every other instance; counts as an attempt. */
    List<PendingAlert> claim(int limit) {
        return jdbc.sql("""
                WITH claimed AS (
                    SELECT id FROM delivery WHERE state = 'pending' AND next_attempt_at <= now()
                    ORDER BY next_attempt_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED)
                UPDATE delivery d
                SET attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => :lease)
                FROM claimed, subscription s
                WHERE d.id = claimed.id AND s.id = d.subscription_id
                RETURNING d.id, s.id AS subscription, d.attempts, d.kind, s.email, s.unsubscribe_token,
                    d.red_threshold, s.user_id, extract(epoch FROM s.min_interval) AS min_interval, d.events, d.reddest,
                    d.first_at, d.last_at""")
                .param("limit", limit)
                .param("lease", seconds(lease))
                .query((row, n) -> alert(row))
                .list();
    }

    private PendingAlert alert(ResultSet row) throws SQLException {
        var minInterval = Duration.ofMillis(Math.round(row.getDouble("min_interval") * 1000));
        return new PendingAlert(row.getObject("id", UUID.class), row.getObject("subscription", UUID.class),
                row.getInt("attempts"), row.getString("kind").equals("test"), row.getString("email"),
                row.getString("unsubscribe_token"), row.getDouble("red_threshold"), row.getString("user_id"),
                minInterval, row.getLong("events"), json.readValue(row.getString("reddest"), IMAGES),
                instant(row.getObject("first_at", OffsetDateTime.class)),
                instant(row.getObject("last_at", OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** The mail server has it. */
    void sent(PendingAlert alert) {
        jdbc.sql("""
                UPDATE delivery SET state = 'sent', sent_at = now(), last_error = NULL
                WHERE id = :id AND attempts = :attempt AND state = 'pending'""")
                .param("id", alert.id()).param("attempt", alert.attempt()).update();
    }

    /** The mail server does not have it; it stays pending, whatever happens. */
    void failed(PendingAlert alert, String reason, Duration pause) {
        jdbc.sql("""
                UPDATE delivery SET last_error = :reason, next_attempt_at = now() + make_interval(secs => :pause)
                WHERE id = :id AND attempts = :attempt AND state = 'pending'""")
                .param("reason", reason).param("pause", seconds(pause))
                .param("id", alert.id()).param("attempt", alert.attempt()).update();
    }

    /** Gives back what was taken on and not begun. */
    void release(List<PendingAlert> alerts) {
        for (var alert : alerts) {
            jdbc.sql("""
                    UPDATE delivery SET attempts = attempts - 1, next_attempt_at = now()
                    WHERE id = :id AND attempts = :attempt AND state = 'pending'""")
                    .param("id", alert.id()).param("attempt", alert.attempt()).update();
        }
    }

    /** Forgets the record of what was done with long ago. */
    void forget(int days) {
        jdbc.sql("DELETE FROM delivery WHERE state <> 'pending' AND created_at < now() - make_interval(days => :days)")
                .param("days", days).update();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
