package org.redstats.subscribe.due;

import java.util.function.BooleanSupplier;

import org.redstats.subscribe.worker.Pace;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the subscriptions due that new rows of the log concern; the package says why none is missed. Subscriptions are
 * woken by the thousand, each thousand a transaction, so that the first alerts need not wait for the last.
 */
@Component
class Waking {

    private static final int AT_ONCE = 2000;

    private final JdbcClient jdbc;
    private final Turns turns;
    private final Pace pace;
    private final TransactionOperations turn;
    private final TransactionOperations step;

    Waking(JdbcClient jdbc, Turns turns, Pace pace, PlatformTransactionManager manager) {
        this.pace = pace;
        this.jdbc = jdbc;
        this.turns = turns;
        this.turn = readCommitted(manager, TransactionDefinition.PROPAGATION_REQUIRED);
        this.step = readCommitted(manager, TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    private static TransactionOperations readCommitted(PlatformTransactionManager manager, int propagation) {
        var template = new TransactionTemplate(manager);
        template.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        template.setPropagationBehavior(propagation);
        return template;
    }

    /** Rows of the log of {@code [from, to)}. */
    private record Pass(long from, long to) {}

    /**
     * Searches what is new in the log, unless another instance is at it.
     *
     * @return whether there was something new
     */
    boolean pass(BooleanSupplier stopping) {
        return Boolean.TRUE.equals(turn.execute(status -> turns.takePass() && hasNew() && passAlone(stopping)));
    }

    private boolean hasNew() {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM red_event_log, wake
                    WHERE xid >= done AND xid < pg_snapshot_xmin(pg_current_snapshot()))""")
                .query(Boolean.class).single();
    }

    private boolean passAlone(BooleanSupplier stopping) {
        var pass = step.execute(status -> {
            turns.excludeGatherings();
            return begin();
        });
        if (pass == null || !wakeAll(pass, stopping)) {
            return false; // the next one does it again from the start
        }
        jdbc.sql("UPDATE wake SET done = CAST(:to AS xid8) WHERE done < CAST(:to AS xid8)")
                .param("to", Long.toString(pass.to())).update();
        return true;
    }

    private Pass begin() {
        var to = turns.horizon();
        return jdbc.sql("SELECT CAST(CAST(done AS text) AS bigint) AS done FROM wake")
                .query((row, n) -> new Pass(row.getLong("done"), to)).single();
    }

    private boolean wakeAll(Pass pass, BooleanSupplier stopping) {
        var greatest = jdbc.sql("""
                SELECT max(red_value) FROM red_event_log
                WHERE xid >= CAST(:from AS xid8) AND xid < CAST(:to AS xid8)""")
                .param("from", Long.toString(pass.from())).param("to", Long.toString(pass.to()))
                .query((row, n) -> row.getDouble(1)).single();
        var reached = -1.0;
        while (reached < greatest && !stopping.getAsBoolean()) {
            reached = wakeFrom(reached, greatest, pass);
            pace.takeARest();
        }
        while (!stopping.getAsBoolean() && wakeOfUsers(pass) > 0) {
            pace.takeARest();
        }
        return !stopping.getAsBoolean();
    }

    /** In the order of thresholds, so that what was woken is not searched again; returns up to which it is done. */
    private double wakeFrom(double reached, double greatest, Pass pass) {
        var next = step.execute(status -> jdbc.sql("""
                WITH found AS (
                    SELECT id, red_threshold FROM subscription
                    WHERE due_at IS NULL AND status = 'active' AND user_id IS NULL
                      AND red_threshold >= :reached AND red_threshold < :greatest
                    ORDER BY red_threshold LIMIT :limit FOR NO KEY UPDATE),
                woken AS (
                    UPDATE subscription s
                    SET due_at = greatest(now(), s.last_alert_at + s.min_interval),
                        watermark = greatest(s.watermark, CAST(:from AS xid8))
                    FROM found WHERE s.id = found.id)
                SELECT max(red_threshold) AS reached FROM found""")
                .param("reached", reached).param("greatest", greatest).param("limit", AT_ONCE)
                .param("from", Long.toString(pass.from()))
                .query((row, n) -> {
                    var threshold = row.getDouble("reached");
                    return row.wasNull() ? greatest : threshold;
                }).single());
        return next == null ? greatest : next;
    }

    private int wakeOfUsers(Pass pass) {
        Integer woken = step.execute(status -> jdbc.sql("""
                WITH reddest AS MATERIALIZED (
                    SELECT user_id, max(red_value) AS red_value FROM red_event_log
                    WHERE xid >= CAST(:from AS xid8) AND xid < CAST(:to AS xid8) GROUP BY user_id),
                found AS (
                    SELECT s.id FROM reddest r
                    JOIN subscription s ON s.user_id = r.user_id AND s.red_threshold < r.red_value
                    WHERE s.due_at IS NULL AND s.status = 'active' AND s.user_id IS NOT NULL
                    LIMIT :limit FOR NO KEY UPDATE OF s)
                UPDATE subscription s
                SET due_at = greatest(now(), s.last_alert_at + s.min_interval),
                    watermark = greatest(s.watermark, CAST(:from AS xid8))
                FROM found WHERE s.id = found.id""")
                .param("from", Long.toString(pass.from())).param("to", Long.toString(pass.to()))
                .param("limit", AT_ONCE).update());
        return woken == null ? 0 : woken;
    }
}
