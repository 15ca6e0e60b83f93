package org.redstats.subscribe.outbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.redstats.subscribe.SubscribeProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The alerts that are to be handed over, shared by all instances. Taking some on moves their next attempt to the end of a
 * lease: if nothing is recorded until then, they are due again. Each statement is a transaction of its own, so none is
 * open while somebody is talked to.
 */
@Component
public class Outbox {

    private static final String TAKE_ON = """
            UPDATE delivery d
            SET attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => :lease)
            FROM claimed, subscription s
            WHERE d.id = claimed.id AND s.id = d.subscription_id
            RETURNING d.id, s.id AS subscription, d.created_at, d.attempts, d.attempts - d.retry_from AS retry,
                d.retry_since, d.kind, CASE WHEN d.to_owner THEN s.owner_email ELSE s.email END AS email, d.to_owner,
                s.unsubscribe_token, s.token_hash, s.webhook_url, s.webhook_host, s.webhook_secret,
                CASE WHEN s.previous_secret_until > now() THEN s.previous_secret END AS previous_secret,
                d.red_threshold, s.user_id, extract(epoch FROM s.min_interval) AS min_interval, d.events, d.reddest,
                d.first_at, d.last_at""";

    private final JdbcClient jdbc;
    private final PendingAlertRows rows;
    private final double lease;

    Outbox(JdbcClient jdbc, JsonMapper json, SubscribeProperties properties) {
        this.jdbc = jdbc;
        this.rows = new PendingAlertRows(json);
        this.lease = seconds(properties.delivery().lease());
    }

    public boolean hasDueMail() {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM delivery
                    WHERE state = 'pending' AND webhook_host IS NULL AND next_attempt_at <= now())""")
                .query(Boolean.class).single();
    }

    /** Takes on some mails that are due, in front of every other instance; counts as an attempt. */
    public List<PendingAlert> claimMails(int limit) {
        return jdbc.sql("""
                WITH claimed AS (
                    SELECT id FROM delivery
                    WHERE state = 'pending' AND webhook_host IS NULL AND next_attempt_at <= now()
                    ORDER BY next_attempt_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED)
                """ + TAKE_ON)
                .param("limit", limit)
                .param("lease", lease)
                .query(rows)
                .list();
    }

    /**
     * Takes on some webhooks that are due, never more of a host than it may have under way at once: the hosts are walked
     * through by the index, so a long backlog of one costs the others nothing. First attempts go before repeats.
     *
     * @param underWay how many each host has at this instance already
     */
    public List<PendingAlert> claimWebhooks(int limit, int perHost, Map<String, Integer> underWay) {
        return jdbc.sql("""
                WITH RECURSIVE host (name) AS (
                    (SELECT webhook_host FROM delivery WHERE state = 'pending' AND webhook_host IS NOT NULL
                     ORDER BY webhook_host LIMIT 1)
                    UNION ALL
                    SELECT (SELECT d.webhook_host FROM delivery d
                            WHERE d.state = 'pending' AND d.webhook_host > host.name
                            ORDER BY d.webhook_host LIMIT 1)
                    FROM host WHERE host.name IS NOT NULL),
                candidate AS (
                    SELECT c.id
                    FROM host
                    LEFT JOIN unnest(CAST(:hosts AS text[]), CAST(:counts AS integer[])) AS busy (name, n)
                        ON busy.name = host.name
                    CROSS JOIN LATERAL (
                        SELECT d.id, d.attempts, d.next_attempt_at FROM delivery d
                        WHERE d.state = 'pending' AND d.webhook_host = host.name AND d.next_attempt_at <= now()
                        ORDER BY d.next_attempt_at LIMIT greatest(:perHost - coalesce(busy.n, 0), 0)) c
                    ORDER BY c.attempts > 0, c.next_attempt_at LIMIT :limit),
                claimed AS (
                    SELECT id FROM delivery
                    WHERE id IN (SELECT id FROM candidate) AND state = 'pending' AND next_attempt_at <= now()
                    FOR NO KEY UPDATE SKIP LOCKED)
                """ + TAKE_ON)
                .param("hosts", underWay.keySet().toArray(String[]::new))
                .param("counts", underWay.values().toArray(Integer[]::new))
                .param("perHost", perHost)
                .param("limit", limit)
                .param("lease", lease)
                .query(rows)
                .list();
    }

    /** Gives back what was taken on and not begun. */
    public void release(List<PendingAlert> alerts) {
        jdbc.sql("""
                UPDATE delivery d SET attempts = d.attempts - 1, next_attempt_at = now()
                FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS integer[])) AS r (id, attempt)
                WHERE d.id = r.id AND d.attempts = r.attempt AND d.state = 'pending'""")
                .param("ids", alerts.stream().map(alert -> alert.id().toString()).toArray(String[]::new))
                .param("attempts", alerts.stream().map(PendingAlert::attempt).toArray(Integer[]::new))
                .update();
    }

    /** Records what became of attempts; one that somebody has meanwhile repeated or cancelled is left alone. */
    void record(List<Outcome> outcomes) {
        jdbc.sql("""
                UPDATE delivery d
                SET state = o.state, last_error = o.error,
                    sent_at = CASE WHEN o.state = 'sent' THEN now() ELSE d.sent_at END,
                    next_attempt_at = CASE WHEN o.state = 'pending' THEN now() + make_interval(secs => o.pause)
                        ELSE d.next_attempt_at END
                FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS integer[]), CAST(:states AS text[]),
                            CAST(:errors AS text[]), CAST(:pauses AS double precision[]))
                     AS o (id, attempt, state, error, pause)
                WHERE d.id = o.id AND d.attempts = o.attempt AND d.state = 'pending'""")
                .param("ids", outcomes.stream().map(o -> o.alert().id().toString()).toArray(String[]::new))
                .param("attempts", outcomes.stream().map(o -> o.alert().attempt()).toArray(Integer[]::new))
                .param("states", outcomes.stream().map(Outcome::state).toArray(String[]::new))
                .param("errors", outcomes.stream().map(Outcome::error).toArray(String[]::new))
                .param("pauses", outcomes.stream().mapToDouble(Outcome::pauseSeconds).toArray())
                .update();
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
