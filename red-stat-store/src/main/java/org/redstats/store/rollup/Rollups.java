package org.redstats.store.rollup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

import org.redstats.store.time.Micros;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What is counted ahead, as a whole: whether it is right, how it is made anew, how finely the coming hours are counted. */
@Component
public class Rollups {

    // Of days that are over.
    private static final List<String> DETAILS = List.of("red_fine", "red_fine_count", "red_quarter", "red_user_values");
    // As many as fit into a row of a database page that need not be kept elsewhere.
    private static final int VALUES_IN_A_PIECE = 200;
    // Of a user on a day; fewer are read one by one in a millisecond.
    private static final int VALUES_WORTH_SORTING = 5_000;

    // A dense day is read again for each thing that is counted, rather than kept aside as a whole.
    private static final String ROWS_OF_DAY = """
            WITH rows_of_day AS NOT MATERIALIZED (
                SELECT occurred_at, user_id, red_value FROM red_event
                WHERE occurred_at >= red_instant(:first) AND occurred_at < red_instant(:until)
            )
            """;
    private static final String COUNTS_OF_DAY = ROWS_OF_DAY + ", " + RollupSql.countsOf("rows_of_day");
    private static final String FINE_COUNTS_OF_DAY = ROWS_OF_DAY + """
            , single AS (
                SELECT red_bin(red_value) AS fine, count(*) AS n FROM rows_of_day GROUP BY 1
            ), fine AS (
                SELECT bin, array_agg(coalesce(n, 0) ORDER BY number) AS counts
                FROM (SELECT DISTINCT fine >> 6 AS bin FROM single) AS medium
                CROSS JOIN generate_series(0, 63) AS number
                LEFT JOIN single ON fine = (bin << 6) + number
                GROUP BY bin
            ), in_quarters AS (
                SELECT date_bin(seconds * interval '1 second', occurred_at, timestamptz 'epoch') AS step,
                       seconds * interval '1 second' / %1$d AS length,
                       date_bin(seconds * interval '1 second' / %1$d, occurred_at, timestamptz 'epoch') AS quarter,
                       red_bin(red_value) >> 6 AS bin, count(*) AS n
                FROM rows_of_day JOIN red_step ON hour = date_bin('1 hour', occurred_at, timestamptz 'epoch')
                GROUP BY 1, 2, 3, 4
            ), cumulated AS (
                SELECT step + part.first * length AS first, step + part.until * length AS until, bin,
                       (sum(sum(n)) OVER (PARTITION BY step, part ORDER BY bin))::int AS n
                FROM in_quarters JOIN (VALUES (0, 1), (0, 2), (3, 4)) AS part (first, until)
                     ON quarter >= step + part.first * length AND quarter < step + part.until * length
                GROUP BY step, length, part, part.first, part.until, bin
            ), quarters AS (
                SELECT first, until, array_agg(bin ORDER BY bin) AS bins, array_agg(n ORDER BY bin) AS counts
                FROM cumulated GROUP BY 1, 2
            ), sorted AS (
                SELECT user_id, red_value,
                       ((row_number() OVER (PARTITION BY user_id ORDER BY red_value) - 1) / %2$d)::int AS piece
                FROM rows_of_day
                WHERE user_id IN (SELECT user_id FROM rows_of_day GROUP BY 1 HAVING count(*) >= %3$d)
            ), values_of_users AS (
                SELECT user_id, piece, min(red_value) AS least, max(red_value) AS greatest, count(*)::int AS n,
                       array_agg(red_value ORDER BY red_value) AS red_values
                FROM sorted GROUP BY 1, 2
            )
            """.formatted(Stretches.QUARTERS, VALUES_IN_A_PIECE, VALUES_WORTH_SORTING);

    // A day's medium bins hold some hundred times fewer; what is left of one is then read quickly enough.
    private static final long EVENTS_WORTH_FINE_BINS = 100_000;

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;

    Rollups(JdbcClient jdbc, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** The days in UTC that have events or counts, oldest first. */
    public List<LocalDate> days() {
        return jdbc.sql("""
                SELECT date_bin('1 day', occurred_at, timestamptz 'epoch') AT TIME ZONE 'UTC' FROM red_event
                UNION
                SELECT date_bin('1 day', bucket, timestamptz 'epoch') AT TIME ZONE 'UTC' FROM red_count
                ORDER BY 1
                """).query((row, number) -> row.getObject(1, LocalDate.class)).list();
    }

    /** Compares the counts of a day with its rows, at one moment; returns how many counts differ. */
    public long wrongCounts(LocalDate day) {
        return ofDay(COUNTS_OF_DAY + """
                , kept AS (
                    SELECT seconds, bits, bucket, bin, n FROM red_count
                    WHERE bucket >= red_instant(:first) AND bucket < red_instant(:until)
                )
                SELECT count(*)
                FROM counts FULL JOIN kept USING (seconds, bits, bucket, bin)
                WHERE counts.n IS DISTINCT FROM kept.n
                """, day).query(Long.class).single() + wrongFineCounts(day);
    }

    // What is out of date is not wrong: nobody uses it.
    private long wrongFineCounts(LocalDate day) {
        return ofDay(FINE_COUNTS_OF_DAY + """
                , kept AS (
                    SELECT bin, counts FROM red_fine_count WHERE day = red_instant(:first)
                ), kept_quarters AS (
                    SELECT first, until, bins, counts FROM red_quarter WHERE day = red_instant(:first)
                ), kept_values AS (
                    SELECT user_id, piece, least, greatest, n, red_values FROM red_user_values
                    WHERE day = red_instant(:first)
                )
                SELECT CASE WHEN (SELECT n FROM red_fine WHERE day = red_instant(:first))
                                 = (SELECT count(*) FROM rows_of_day) THEN
                       (SELECT count(*) FROM fine FULL JOIN kept USING (bin)
                        WHERE fine.counts IS DISTINCT FROM kept.counts)
                     + (SELECT count(*) FROM quarters FULL JOIN kept_quarters AS k USING (first, until)
                        WHERE (SELECT quartered FROM red_fine WHERE day = red_instant(:first))
                              AND (quarters.bins IS DISTINCT FROM k.bins
                                   OR quarters.counts IS DISTINCT FROM k.counts))
                     + (SELECT count(*) FROM values_of_users FULL JOIN kept_values AS k
                                             USING (user_id, piece, least, greatest, n)
                        WHERE values_of_users.red_values IS DISTINCT FROM k.red_values)
                       ELSE 0 END
                """, day).query(Long.class).single();
    }

    /**
     * Counts a day anew from its rows, in steps where its traffic deserves them. Nobody sees it half done; writers wait
     * meanwhile, readers do not.
     */
    public void rebuild(LocalDate day) {
        transactions.executeWithoutResult(status -> {
            jdbc.sql("LOCK TABLE red_count IN SHARE ROW EXCLUSIVE MODE").update();
            addSteps(day);
            ofDay("DELETE FROM red_count WHERE bucket >= red_instant(:first) AND bucket < red_instant(:until)", day)
                    .update();
            forgetDetails(day);
            ofDay(COUNTS_OF_DAY + RollupSql.ADD_COUNTS, day).update();
            if (isWorthFineBins(day)) {
                countFinely(day);
            }
        });
    }

    private boolean isWorthFineBins(LocalDate day) {
        return ofDay("""
                SELECT coalesce(sum(n), 0) >= :enough FROM red_count
                WHERE seconds = 86400 AND bits = 2 AND bucket = red_instant(:first)
                """, day).param("enough", EVENTS_WORTH_FINE_BINS).query(Boolean.class).single();
    }

    /**
     * Returns the latest day that is over, has enough events for fine bins, and lacks them or has had events since they
     * were counted.
     *
     * @param today whose events still come
     */
    public Optional<LocalDate> dayWorthFineBins(LocalDate today) {
        return ofDay("""
                SELECT c.bucket AT TIME ZONE 'UTC'
                FROM (SELECT bucket, sum(n) AS n FROM red_count WHERE seconds = 86400 AND bits = 2 GROUP BY 1) AS c
                LEFT JOIN red_fine f ON f.day = c.bucket AND f.quartered
                WHERE c.bucket < red_instant(:first) AND c.n >= :enough AND f.n IS DISTINCT FROM c.n
                ORDER BY 1 DESC LIMIT 1
                """, today).param("enough", EVENTS_WORTH_FINE_BINS)
                .query((row, number) -> row.getObject(1, LocalDate.class)).optional();
    }

    /**
     * Gives a day its fine bins, its steps their quarters, and its busiest users their sorted values. The ingest does not wait, and what it adds meanwhile makes them out of date. Only for one
     * instance at a time, in a transaction that makes sure of that.
     */
    public void countFinely(LocalDate day) {
        forgetDetails(day);
        ofDay(FINE_COUNTS_OF_DAY + """
                , fine_counts AS (
                    INSERT INTO red_fine_count (day, bin, counts) SELECT red_instant(:first), bin, counts FROM fine
                ), quarter_counts AS (
                    INSERT INTO red_quarter (day, first, until, bins, counts)
                    SELECT red_instant(:first), first, until, bins, counts FROM quarters
                ), sorted_values AS (
                    INSERT INTO red_user_values (day, user_id, piece, least, greatest, n, red_values)
                    SELECT red_instant(:first), user_id, piece, least, greatest, n, red_values FROM values_of_users
                )
                INSERT INTO red_fine (day, n, quartered) SELECT red_instant(:first), sum(n), true FROM single
                """, day).update();
    }

    private void forgetDetails(LocalDate day) {
        for (var table : DETAILS) {
            ofDay("DELETE FROM " + table + " WHERE day = red_instant(:first)", day).update();
        }
    }

    // Readers rely on it that the steps of an hour, once there, stay as they are.
    private void addSteps(LocalDate day) {
        ofDay("""
                SELECT date_bin('1 hour', occurred_at, timestamptz 'epoch') AT TIME ZONE 'UTC' AS hour, count(*) AS n
                FROM red_event
                WHERE occurred_at >= red_instant(:first) AND occurred_at < red_instant(:until)
                GROUP BY 1
                """, day)
                .query((row, number) -> new Traffic(
                        row.getTimestamp("hour").toLocalDateTime().toInstant(ZoneOffset.UTC), row.getLong("n")))
                .list()
                .forEach(traffic -> addStep(traffic.hour, traffic.events));
    }

    private record Traffic(Instant hour, long events) {}

    private void addStep(Instant hour, long events) {
        Stretches.stepFor(events).ifPresent(seconds -> jdbc.sql("""
                INSERT INTO red_step (hour, seconds) VALUES (red_instant(?), ?) ON CONFLICT DO NOTHING
                """).param(Micros.floor(hour)).param(seconds).update());
    }

    /**
     * Decides how finely the hour after next is counted, from the traffic of the hour before this one. It begins too late
     * for anybody to be counting its events already.
     */
    public void decideSteps(Instant now) {
        var thisHour = now.truncatedTo(ChronoUnit.HOURS);
        var events = jdbc.sql("""
                SELECT coalesce(sum(n), 0)::bigint FROM red_count
                WHERE seconds = 3600 AND bits = 2 AND bucket = red_instant(?)
                """).param(Micros.floor(thisHour.minus(1, ChronoUnit.HOURS))).query(Long.class).single();
        addStep(thisHour.plus(2, ChronoUnit.HOURS), events);
    }

    /** Forgets what was counted before a day; to be done together with its rows. */
    public void dropBefore(LocalDate day) {
        ofDay("DELETE FROM red_count WHERE bucket < red_instant(:first)", day).update();
        for (var table : DETAILS) {
            ofDay("DELETE FROM " + table + " WHERE day < red_instant(:first)", day).update();
        }
        ofDay("DELETE FROM red_step WHERE hour < red_instant(:first)", day).update();
    }

    private JdbcClient.StatementSpec ofDay(String sql, LocalDate day) {
        var first = Micros.floor(day.atStartOfDay().toInstant(ZoneOffset.UTC));
        return jdbc.sql(sql).param("first", first).param("until", first + Micros.of(Stretches.DAY));
    }
}
