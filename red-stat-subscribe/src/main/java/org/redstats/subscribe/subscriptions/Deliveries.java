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

    private static final List<String> KINDS = List.of("alert", "test");
    private static final int LATEST = 50;
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final JdbcClient jdbc;

    Deliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    List<DeliveryView> latest(UUID subscription) {
        return jdbc.sql("""
                SELECT id, kind, created_at, events, state, attempts, next_attempt_at, sent_at, last_error
                FROM delivery WHERE subscription_id = :subscription AND kind IN (:kinds)
                ORDER BY created_at DESC, id LIMIT :latest""")
                .param("subscription", subscription)
                .param("kinds", KINDS)
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
     * @throws TooSoon when the last one is not a minute old
     * @throws NotPossible when the subscription is not active
     */
    @Transactional
    public void test(UUID subscription) {
        requireActive(subscription);
        var written = jdbc.sql("""
                INSERT INTO delivery (subscription_id, webhook_host, kind, red_threshold, events)
                SELECT id, webhook_host, 'test', red_threshold, 0 FROM subscription s
                WHERE id = :id AND NOT EXISTS (
                    SELECT FROM delivery d WHERE d.subscription_id = s.id AND d.kind = 'test'
                    AND d.created_at > now() - make_interval(secs => :pause))""")
                .param("id", subscription)
                .param("pause", PAUSE.toSeconds())
                .update();
        if (written == 0) {
            throw new TooSoon("A subscription is tested", PAUSE);
        }
    }

    /**
     * Sends a delivery again, with the same id, whatever became of it; its pauses grow anew.
     *
     * @throws DeliveryNotFound when the subscription has no such delivery
     * @throws TooSoon when it was sent again within the last minute
     * @throws NotPossible when the subscription is not active
     */
    @Transactional
    public void resend(UUID subscription, UUID delivery) {
        requireActive(subscription);
        var isThere = jdbc.sql("""
                SELECT EXISTS (SELECT FROM delivery
                    WHERE id = :id AND subscription_id = :subscription AND kind IN (:kinds))""")
                .param("id", delivery).param("subscription", subscription).param("kinds", KINDS)
                .query(Boolean.class).single();
        if (!isThere) {
            throw new DeliveryNotFound();
        }
        var begun = jdbc.sql("""
                UPDATE delivery
                SET state = 'pending', next_attempt_at = now(), retry_from = attempts, retry_since = now()
                WHERE id = :id AND (retry_from = 0 OR retry_since < now() - make_interval(secs => :pause))""")
                .param("id", delivery).param("pause", PAUSE.toSeconds()).update();
        if (begun == 0) {
            throw new TooSoon("A delivery is sent again", PAUSE);
        }
    }

    /** Also makes two requests at once one after the other. */
    private void requireActive(UUID subscription) {
        var isActive = jdbc.sql("SELECT status = 'active' FROM subscription WHERE id = :id FOR NO KEY UPDATE")
                .param("id", subscription).query(Boolean.class).optional().orElse(false);
        if (!isActive) {
            throw new NotPossible("The subscription is not active.");
        }
    }
}
