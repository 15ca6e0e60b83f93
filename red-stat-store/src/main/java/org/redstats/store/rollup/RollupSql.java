package org.redstats.store.rollup;

/** The counting itself, the same for a batch that arrives, for a day that is counted anew, and for a check. */
public final class RollupSql {

    /**
     * Adds {@code counts} to what is counted already. In key order, so that two writers wait for each other but cannot deadlock; and after all rows of the batch, for
     * the sums above need them all.
     */
    public static final String ADD_COUNTS = """
            INSERT INTO red_count AS old (seconds, bits, bucket, bin, n)
            SELECT seconds, bits, bucket, bin, n FROM counts ORDER BY seconds, bits, bucket, bin
            ON CONFLICT (seconds, bits, bucket, bin) DO UPDATE SET n = old.n + excluded.n""";

    private RollupSql() {}

    /**
     * Common table expressions that end with {@code counts (seconds, bits, bucket, bin, n)}.
     *
     * @param rows a table or an expression's name, with {@code occurred_at} and {@code red_value}
     */
    public static String countsOf(String rows) {
        // Rows are counted once, in the finest way, and the coarser counts are made of the finer ones: thousands of events
        // of a batch are a few hundred counts after the first step.
        return """
            measured AS (
                SELECT date_bin('1 hour', occurred_at, timestamptz 'epoch') AS hour, occurred_at,
                       red_bin(red_value) >> 6 AS bin
                FROM %s
            ), steps AS (
                SELECT hour, coalesce(seconds, 3600) AS seconds,
                       date_bin(coalesce(seconds, 3600) * interval '1 second', occurred_at, timestamptz 'epoch')
                           AS bucket,
                       bin, count(*) AS n
                FROM measured LEFT JOIN red_step USING (hour)
                GROUP BY 1, 2, 3, 4
            ), hours AS (
                SELECT hour, bin, sum(n) AS n FROM steps GROUP BY 1, 2
            ), days AS (
                SELECT date_bin('1 day', hour, timestamptz 'epoch') AS day, bin, sum(n) AS n FROM hours GROUP BY 1, 2
            ), counts (seconds, bits, bucket, bin, n) AS (
                SELECT seconds, 2, bucket, bin >> 4, sum(n) FROM steps WHERE seconds < 3600 GROUP BY 1, 3, 4
                UNION ALL SELECT seconds, 6, bucket, bin, n FROM steps WHERE seconds < 3600
                UNION ALL SELECT 3600, 2, hour, bin >> 4, sum(n) FROM hours GROUP BY 3, 4
                UNION ALL SELECT 3600, 6, hour, bin, n FROM hours
                UNION ALL SELECT 86400, 2, day, bin >> 4, sum(n) FROM days GROUP BY 3, 4
                UNION ALL SELECT 86400, 6, day, bin, n FROM days
            )""".formatted(rows);
    }
}
