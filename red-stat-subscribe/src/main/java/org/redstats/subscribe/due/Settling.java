package org.redstats.subscribe.due;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Lets subscriptions that were looked at become idle once no batch can have passed them by, see the package. It remembers
 * a snapshot from one step to the next; each instance its own, and a new one begins anew.
 */
final class Settling {

    private static final int AT_ONCE = 1000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private @Nullable Snapshot remembered;

    Settling(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /**
     * @param xmin every transaction below it has ended
     * @param xmax no transaction from it on had begun
     */
    record Snapshot(long xmin, long xmax) {}

    /** Settles whatever the remembered snapshot sees, when all that was under way in it has ended. */
    void step() {
        var current = jdbc.sql("""
                SELECT CAST(CAST(pg_snapshot_xmin(s) AS text) AS bigint) AS xmin,
                       CAST(CAST(pg_snapshot_xmax(s) AS text) AS bigint) AS xmax
                FROM pg_current_snapshot() s""").query(Snapshot.class).single();
        var earlier = remembered;
        if (earlier == null) {
            remembered = current;
        } else if (current.xmin() >= earlier.xmax()) {
            while (settle(earlier) == AT_ONCE) {
                // the rest
            }
            remembered = current;
        }
    }

    private int settle(Snapshot earlier) {
        Integer settled = transactions.execute(status -> {
            var claimed = claim(earlier);
            if (!claimed.isEmpty()) {
                settle(claimed);
            }
            return claimed.size();
        });
        return settled == null ? 0 : settled;
    }

    private List<String> claim(Snapshot earlier) {
        return jdbc.sql("""
                SELECT id FROM subscription
                WHERE settling_since < CAST(:xmin AS xid8) AND due_at IS NULL AND status = 'active'
                LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED""")
                .param("xmin", Long.toString(earlier.xmin()))
                .param("limit", AT_ONCE)
                .query((row, n) -> row.getString("id")).list();
    }

    // Bounded on both sides and counted: with one bound, or EXISTS, the planner expects a match at once and reads it all.
    private void settle(List<String> claimed) {
        jdbc.sql("""
                WITH now AS MATERIALIZED (
                    SELECT pg_snapshot_xmin(s) AS horizon, pg_snapshot_xmax(s) AS next FROM pg_current_snapshot() s),
                looked AS MATERIALIZED (
                    SELECT s.id, n.horizon, m.was_passed_by
                    FROM subscription s
                    CROSS JOIN now n
                    CROSS JOIN LATERAL (
                        SELECT count(*) > 0 AS was_passed_by
                        FROM red_event_log e
                        WHERE e.xid >= s.watermark AND e.xid < n.next AND e.red_value > s.red_threshold
                          AND (s.user_id IS NULL OR e.user_id = s.user_id)) m
                    WHERE s.id = ANY (CAST(:claimed AS uuid[])))
                UPDATE subscription s
                SET settling_since = NULL,
                    due_at = CASE WHEN l.was_passed_by THEN greatest(now(), s.last_alert_at + s.min_interval) END,
                    watermark = CASE WHEN l.was_passed_by THEN s.watermark ELSE greatest(s.watermark, l.horizon) END
                FROM looked l WHERE s.id = l.id""")
                .param("claimed", claimed.toArray(String[]::new))
                .update();
    }
}
