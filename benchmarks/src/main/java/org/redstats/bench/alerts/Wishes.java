package org.redstats.bench.alerts;

/**
 * Who wants to be told: thresholds are spread evenly from 0 to 1.
 *
 * @param ofAll how many ask for the images of everybody
 * @param ofUsers how many ask for those of one user
 */
record Wishes(long ofAll, long ofUsers) {

    static final int USERS = 100_000;

    static final Wishes NONE = new Wishes(0, 0);

    /** Number, threshold and user of each, as a table of SQL. */
    private String rows() {
        return """
                (SELECT n, n / %d.0 AS red_threshold, NULL AS user_id FROM generate_series(0, %d) n
                 UNION ALL
                 SELECT %d + n, n / %d.0, CAST(n %% %d AS text) FROM generate_series(0, %d) n) w
                """.formatted(Math.max(1, ofAll), ofAll - 1, ofAll, Math.max(1, ofUsers), USERS, ofUsers - 1);
    }

    /** Puts them into the database of red-stat-subscribe. */
    String intoService(String minInterval) {
        return """
                INSERT INTO subscription (red_threshold, email, user_id, min_interval, token_hash, unsubscribe_token)
                SELECT red_threshold, 'user' || n || '@example.org', user_id, CAST('%s' AS interval), sha256('token'), md5(n::text)
                FROM %s ORDER BY md5(n::text)
                """.formatted(minInterval, rows());
    }

    /** Puts them into that of the literal design. */
    String intoLiteral() {
        return "INSERT INTO wish (id, email, red_threshold, user_id)"
                + " SELECT n, 'user' || n || '@example.org', red_threshold, user_id FROM " + rows();
    }
}
