package org.redstats.subscribe.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What a subscriber was told or is about to be told. Deliveries live by statements over many; here they are only seen. */
@Component
class Deliveries {

    private static final int LATEST = 50;
    private static final Duration PAUSE_BETWEEN_TESTS = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    Deliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    List<DeliveryView> latest(UUID subscription) {
        return jdbc.sql("""
                SELECT id, kind, created_at, events, state, attempts, next_attempt_at, sent_at, last_error
                FROM delivery WHERE subscription_id = :subscription
                ORDER BY created_at DESC, id LIMIT :latest""")
                .param("subscription", subscription)
                .param("latest", LATEST)
                .query((row, n) -> new DeliveryView(row.getObject("id", UUID.class), row.getString("kind"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(), row.getLong("events"),
                        row.getString("state"), row.getInt("attempts"),
                        row.getString("state").equals("pending")
                                ? instant(row.getObject("next_attempt_at", OffsetDateTime.class)) : null,
                        instant(row.getObject("sent_at", OffsetDateTime.class)), row.getString("last_error")))
                .list();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /**
     * Writes down a test alert, which then goes the way of every alert.
     *
     * @throws TooManyTests when the last one is not a minute old
     */
    @Transactional
    public void test(UUID subscription) {
        // The row lock makes two at once one after the other.
        jdbc.sql("SELECT id FROM subscription WHERE id = :id FOR NO KEY UPDATE").param("id", subscription)
                .query(UUID.class).optional();
        var written = jdbc.sql("""
                INSERT INTO delivery (subscription_id, kind, red_threshold, events)
                SELECT id, 'test', red_threshold, 0 FROM subscription s
                WHERE id = :id AND NOT EXISTS (
                    SELECT FROM delivery d WHERE d.subscription_id = s.id AND d.kind = 'test'
                    AND d.created_at > now() - make_interval(secs => :pause))""")
                .param("id", subscription)
                .param("pause", PAUSE_BETWEEN_TESTS.toSeconds())
                .update();
        if (written == 0) {
            throw new TooManyTests(PAUSE_BETWEEN_TESTS);
        }
    }
}
