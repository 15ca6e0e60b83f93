package org.redstats.subscribe.log;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The partitions of the log, each method within the caller's transaction. Nothing is forgotten that was received within
 * the days to keep, whatever day it is of, nor what a subscription has not gathered yet.
 */
final class LogPartitions {

    private static final String PREFIX = "red_event_log_";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    // What no pass has searched, or a subscription that is due has still to read.
    private static final String STILL_NEEDED = """
            (received_at >= now() - make_interval(days => :days) OR xid >= (
                SELECT least(done, (
                    SELECT min(watermark) FROM subscription WHERE status = 'active' AND due_at IS NOT NULL)) FROM wake))""";

    private final JdbcClient jdbc;

    LogPartitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether no other instance is at it; also sees to it that the intake never waits long for us. */
    boolean lock(long key) {
        jdbc.sql("SET LOCAL lock_timeout = '3s'").update();
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(:key)").param("key", key).query(Boolean.class).single();
    }

    /** Makes the partition of a day, with what is of that day in the default one; false when it is there already. */
    boolean make(LocalDate day) {
        var name = PREFIX + DAY.format(day);
        var isThere = jdbc.sql("SELECT to_regclass(:name) IS NOT NULL").param("name", name).query(Boolean.class)
                .single();
        if (!isThere) {
            jdbc.sql("""
                    CREATE TABLE %1$s (LIKE red_event_log INCLUDING ALL);
                    LOCK TABLE red_event_log_default IN ACCESS EXCLUSIVE MODE;
                    WITH moved AS (
                        DELETE FROM red_event_log_default
                        WHERE occurred_at >= timestamptz '%2$s 00:00Z' AND occurred_at < timestamptz '%3$s 00:00Z'
                        RETURNING *)
                    INSERT INTO %1$s SELECT * FROM moved;
                    ALTER TABLE red_event_log ATTACH PARTITION %1$s FOR VALUES FROM ('%2$s 00:00Z') TO ('%3$s 00:00Z')
                    """.formatted(name, day, day.plusDays(1))).update();
        }
        return !isThere;
    }

    /** Names of the partitions of the days before this one. */
    List<String> before(LocalDate day) {
        return jdbc.sql("""
                SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                WHERE inhparent = CAST('red_event_log' AS regclass) AND relname ~ '^red_event_log_[0-9]{8}$'
                  AND relname < :limit
                ORDER BY relname""").param("limit", PREFIX + DAY.format(day))
                .query((row, n) -> row.getString("relname"))
                .list();
    }

    /** Drops a partition; false when something in it is still needed, which is looked at again the next time. */
    boolean drop(String name, int days) {
        var horizon = jdbc.sql("SELECT CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text)").query(String.class)
                .single();
        if (isNeeded(name, days, "0")) {
            return false;
        }
        jdbc.sql("LOCK TABLE red_event_log IN ACCESS EXCLUSIVE MODE").update();
        if (isNeeded(name, days, horizon)) { // only what came since: the lock is held for a moment
            return false;
        }
        jdbc.sql("DROP TABLE " + name).update();
        return true;
    }

    private boolean isNeeded(String name, int days, String sinceXid) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM " + name + " WHERE xid >= CAST(:since AS xid8) AND "
                + STILL_NEEDED + ")").param("since", sinceXid).param("days", days).query(Boolean.class).single();
    }

    /** Deletes from the default partition what would have gone with its day. */
    void clearDefault(int days) {
        jdbc.sql("DELETE FROM red_event_log_default WHERE NOT coalesce(" + STILL_NEEDED + ", false)")
                .param("days", days).update();
    }
}
