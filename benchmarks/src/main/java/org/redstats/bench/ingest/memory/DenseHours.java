package org.redstats.bench.ingest.memory;

/** Hours that are counted in short steps, because there has been dense traffic for long: the costliest case. */
public final class DenseHours {

    /** Says of today's and yesterday's hours what the store decides at 500 events a second. */
    public static final String SQL = """
            INSERT INTO red_step (hour, seconds)
            SELECT hour, 30
            FROM generate_series(date_trunc('hour', now()) - interval '1 day', now() + interval '1 hour', '1 hour') AS hour
            ON CONFLICT (hour) DO UPDATE SET seconds = 30
            """;

    private DenseHours() {}
}
