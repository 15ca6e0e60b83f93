package org.redstats.subscribe.due;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The locks of the package, each held until the caller's transaction ends, and the horizon read under them. */
@Component
class Turns {

    // Any numbers that nobody else uses.
    private static final long HORIZON = 0x52454453_475448L;
    private static final long PASS = 0x52454453_504153L;

    private final JdbcClient jdbc;

    Turns(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** For gatherings, as many as like. */
    void joinGatherings() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(:key)").param("key", HORIZON).query((row, n) -> true).single();
    }

    /** Waits until no gathering is under way, and keeps others from beginning. */
    void excludeGatherings() {
        jdbc.sql("SELECT pg_advisory_xact_lock(:key)").param("key", HORIZON).query((row, n) -> true).single();
    }

    /** Whether no other instance is at a pass. Two at once would do no harm, only double work. */
    boolean takePass() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(:key)").param("key", PASS).query(Boolean.class).single();
    }

    /** Below it every transaction has ended. */
    long horizon() {
        return jdbc.sql("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")
                .query(Long.class).single();
    }
}
