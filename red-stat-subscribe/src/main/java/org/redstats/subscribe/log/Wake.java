package org.redstats.subscribe.log;

import java.util.Collections;
import java.util.Map;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Makes the subscriptions due that a batch concerns: one statement, which needs only the batch's greatest value and each
 * user's. It must follow the statement that appended the batch in the same transaction; the package {@code due} says why.
 */
@Component
class Wake {

    private final JdbcClient jdbc;

    Wake(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Locks by the order of the id, so that batches wait for each other instead of deadlocking.
     *
     * @param reddest the greatest value of each user in the batch, not empty
     */
    void wake(Map<String, Double> reddest) {
        jdbc.sql("""
                WITH concerned AS (
                    SELECT id FROM subscription
                    WHERE due_at IS NULL AND status = 'active' AND user_id IS NULL AND red_threshold < :greatest
                    UNION ALL
                    SELECT s.id
                    FROM unnest(CAST(:userIds AS text[]), CAST(:redValues AS double precision[])) AS u (user_id, reddest)
                    JOIN subscription s ON s.user_id = u.user_id AND s.red_threshold < u.reddest
                    WHERE s.due_at IS NULL AND s.status = 'active' AND s.user_id IS NOT NULL),
                locked AS (
                    SELECT id FROM subscription
                    WHERE id IN (SELECT id FROM concerned) AND due_at IS NULL AND status = 'active'
                    ORDER BY id FOR NO KEY UPDATE)
                UPDATE subscription s
                SET due_at = greatest(now(), s.last_alert_at + s.min_interval),
                    watermark = CASE WHEN s.settling_since IS NULL
                        THEN greatest(s.watermark, pg_snapshot_xmin(pg_current_snapshot()))
                        ELSE s.watermark END,
                    settling_since = NULL
                FROM locked WHERE s.id = locked.id AND s.due_at IS NULL""")
                .param("greatest", Collections.max(reddest.values()))
                .param("userIds", reddest.keySet().toArray(String[]::new))
                .param("redValues", reddest.values().stream().mapToDouble(Double::doubleValue).toArray())
                .update();
    }
}
