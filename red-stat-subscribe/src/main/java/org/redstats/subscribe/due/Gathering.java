package org.redstats.subscribe.due;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Turns what subscriptions that are due were not told of into one delivery each. */
@Component
class Gathering {

    private final JdbcClient jdbc;

    Gathering(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Claims some that are due, in front of every other instance, and gathers for them.
     *
     * @return how many were claimed; fewer than asked for when no more are due
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public int gather(int limit) {
        var claimed = claim(limit);
        if (!claimed.isEmpty()) {
            deliver(claimed);
        }
        return claimed.size();
    }

    private List<String> claim(int limit) {
        return jdbc.sql("""
                SELECT id FROM subscription WHERE due_at <= now() AND status = 'active'
                ORDER BY due_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED""")
                .param("limit", limit)
                .query((row, n) -> row.getString("id")).list();
    }

    /**
     * A statement of its own, so that its snapshot is later than the locks. Matches at or above the horizon are left for
     * a moment later; when there are only such, the subscription stays due. Both bounds of the range are said, although
     * nothing lies beyond the upper one: the planner then takes the index.
     */
    private void deliver(List<String> claimed) {
        jdbc.sql("""
                WITH horizon AS MATERIALIZED (
                    SELECT pg_snapshot_xmin(s) AS xid, pg_snapshot_xmax(s) AS next FROM pg_current_snapshot() s),
                found AS MATERIALIZED (
                    SELECT s.id, s.red_threshold, s.user_id, s.webhook_host, s.watermark, h.xid AS horizon, m.*
                    FROM subscription s
                    CROSS JOIN horizon h
                    CROSS JOIN LATERAL (
                        SELECT count(*) FILTER (WHERE e.xid < h.xid) AS events,
                               min(e.occurred_at) FILTER (WHERE e.xid < h.xid) AS first_at,
                               max(e.occurred_at) FILTER (WHERE e.xid < h.xid) AS last_at,
                               count(*) FILTER (WHERE e.xid >= h.xid) AS too_young
                        FROM red_event_log e
                        WHERE e.xid >= s.watermark AND e.xid < h.next AND e.red_value > s.red_threshold
                          AND (s.user_id IS NULL OR e.user_id = s.user_id)) m
                    WHERE s.id = ANY (CAST(:claimed AS uuid[]))),
                delivered AS (
                    INSERT INTO delivery (subscription_id, webhook_host, red_threshold, events, first_at, last_at,
                                          from_xid, to_xid, reddest)
                    SELECT f.id, f.webhook_host, f.red_threshold, f.events, f.first_at, f.last_at, f.watermark, f.horizon, r.reddest
                    FROM found f
                    CROSS JOIN LATERAL (
                        SELECT jsonb_agg(jsonb_build_object('user_id', t.user_id, 'red_value', t.red_value,
                                                            'when', extract(epoch FROM t.occurred_at))) AS reddest
                        FROM (SELECT e.user_id, e.red_value, e.occurred_at
                              FROM red_event_log e
                              WHERE e.xid >= f.watermark AND e.xid < f.horizon AND e.red_value > f.red_threshold
                                AND (f.user_id IS NULL OR e.user_id = f.user_id)
                              ORDER BY e.red_value DESC, e.occurred_at, e.event_id LIMIT 5) t) r
                    WHERE f.events > 0)
                UPDATE subscription s
                SET watermark = greatest(s.watermark, f.horizon),
                    last_alert_at = CASE WHEN f.events > 0 THEN now() ELSE s.last_alert_at END,
                    due_at = CASE WHEN f.events = 0 AND f.too_young > 0 THEN now() + interval '100 ms' END,
                    settling_since = CASE WHEN f.events > 0 OR f.too_young = 0 THEN pg_current_xact_id() END
                FROM found f WHERE s.id = f.id""")
                .param("claimed", claimed.toArray(String[]::new))
                .update();
    }
}
