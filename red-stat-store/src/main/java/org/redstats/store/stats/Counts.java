package org.redstats.store.stats;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.redstats.store.reads.ReadsConfiguration;
import org.redstats.store.rollup.Stretches;
import org.redstats.store.stats.Cover.Range;
import org.redstats.store.stats.Steps.Step;
import org.redstats.store.time.Micros;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts events of any ranges of time exactly, and reads few of them. */
@Repository
class Counts {

    /*
     * Above a threshold lie: the coarse bins above its own; in its own, the medium bins above its own; in that, of days
     * that have them all, the fine ones. Of the last bin, what is above the threshold is counted by its rows; or the bin
     * is counted whole, and the rows that are not above it are taken off: whichever lies between the threshold and the
     * nearer end of the bin. It is done along the index by value: its order is asked for, and sorting is forbidden to
     * these connections, because the planner may take the index by time for as good.
     *
     * A rest lies within one point, so its events need not be told apart.
     *
     * Each rest and each bucket is a subquery of its own, so that whatever the planner thinks of their number, it looks
     * them up one by one and touches the partitions they are in.
     */
    private static final String COUNT = """
            WITH points AS (
                SELECT ARRAY(SELECT red_instant(first) FROM unnest(:points::bigint[]) AS first) AS starts
            ), coarse AS MATERIALIZED (
                SELECT s.seconds, c.bucket, c.total, c.above, coalesce(f.n = c.total, false) AS has_fine
                FROM unnest(:stretchSeconds::int[], :stretchFirst::bigint[], :stretchUntil::bigint[])
                     AS s (seconds, first, until)
                CROSS JOIN LATERAL (
                    SELECT bucket, sum(n) AS total, sum(n) FILTER (WHERE bin > :coarse::int) AS above
                    FROM red_count
                    WHERE seconds = s.seconds AND bits = 2
                          AND bucket >= red_instant(s.first) AND bucket < red_instant(s.until)
                    GROUP BY bucket
                ) AS c
                LEFT JOIN red_fine AS f ON s.seconds = 86400 AND f.day = c.bucket
            ), left_over (first, until, low, high, sign) AS (
                SELECT bucket, bucket + interval '24 hours',
                       CASE WHEN has_fine THEN :fineLow::float8 ELSE :mediumLow::float8 END,
                       CASE WHEN has_fine THEN :fineHigh::float8 ELSE :mediumHigh::float8 END,
                       CASE WHEN has_fine THEN :fineSign::int ELSE :mediumSign::int END
                FROM coarse WHERE seconds = 86400
                UNION ALL
                SELECT red_instant(first), red_instant(until), :mediumLow, :mediumHigh, h.sign * :mediumSign
                FROM unnest(:hourSign::int[], :hourFirst::bigint[], :hourUntil::bigint[]) AS h (sign, first, until)
            ), counted AS (
                SELECT width_bucket(bucket, starts) AS point, total, above
                FROM coarse, points
                UNION ALL
                SELECT width_bucket(s.bucket, starts), 0, c.n
                FROM points, coarse AS s
                CROSS JOIN LATERAL (
                    SELECT sum(n) AS n FROM red_count
                    WHERE seconds = s.seconds AND bits = 6 AND bucket = s.bucket
                          AND bin >= CASE WHEN s.has_fine THEN :medium::int + 1 ELSE :mediumFirst::int END
                          AND bin < :mediumEnd::int
                ) AS c
                UNION ALL
                SELECT width_bucket(s.bucket, starts), 0, c.n
                FROM points, coarse AS s
                CROSS JOIN LATERAL (
                    SELECT (SELECT sum(n) FROM unnest(counts[:fineFirst::int:]) AS n) AS n
                    FROM red_fine_count WHERE day = s.bucket AND bin = :medium
                ) AS c
                WHERE s.has_fine
                UNION ALL
                SELECT e.point, 0, l.sign * e.n
                FROM points, left_over AS l
                CROSS JOIN LATERAL (
                    SELECT %s AS point, count(*) AS n FROM (
                        SELECT occurred_at FROM red_event
                        WHERE occurred_at >= l.first AND occurred_at < l.until
                              AND red_value > l.low AND red_value <= l.high
                        ORDER BY red_value OFFSET 0) AS by_value
                    %s
                ) AS e
                WHERE :threshold::float8 IS NOT NULL
                UNION ALL
                SELECT width_bucket(red_instant(q.first), starts), q.sign * c.total, q.sign * c.above
                FROM points, unnest(:quarterSign::int[], :quarterFirst::bigint[], :quarterUntil::bigint[])
                     AS q (sign, first, until)
                CROSS JOIN LATERAL (
                    SELECT counts[cardinality(counts)] AS total,
                           CASE WHEN :mediumFirst::int IS NOT NULL THEN counts[cardinality(counts)]
                               - coalesce(counts[width_bucket(:mediumFirst::int - 1, bins)], 0) END AS above
                    FROM red_quarter
                    WHERE day = date_bin('1 day', red_instant(q.first), timestamptz 'epoch')
                          AND first = red_instant(q.first) AND until = red_instant(q.until)
                ) AS c
                UNION ALL
                SELECT width_bucket(red_instant(r.first), starts), r.sign * e.total, r.sign * e.above
                FROM points, unnest(:restSign::int[], :restFirst::bigint[], :restUntil::bigint[])
                     AS r (sign, first, until)
                CROSS JOIN LATERAL (
                    SELECT count(*) AS total, count(*) FILTER (WHERE red_value > :threshold) AS above
                    FROM red_event
                    WHERE occurred_at >= red_instant(r.first) AND occurred_at < red_instant(r.until)
                ) AS e
            )
            SELECT point, sum(total)::bigint AS total, coalesce(sum(above), 0)::bigint AS above,
                   EXISTS (
                       SELECT FROM unnest(:quarterFirst::bigint[]) AS q (first)
                       CROSS JOIN date_bin('1 day', red_instant(q.first), timestamptz 'epoch') AS q_day
                       LEFT JOIN red_fine ON day = q_day AND quartered
                       WHERE red_fine.n IS DISTINCT FROM (
                           SELECT sum(n) FROM red_count WHERE seconds = 86400 AND bits = 2 AND bucket = q_day)
                   ) AS is_out_of_date
            FROM counted
            GROUP BY point
            """;
    // Of a single point events need not be told apart, which would take as long as finding them.
    private static final String COUNT_OF_ONE = COUNT.formatted("1", "");
    private static final String COUNT_OF_SEVERAL = COUNT.formatted("width_bucket(occurred_at, starts)", "GROUP BY 1");

    // Of a day with sorted values: the pieces that begin above the threshold, and one that begins at or below it.
    private static final String COUNT_OF_USER = """
            WITH points AS (
                SELECT ARRAY(SELECT red_instant(first) FROM unnest(:points::bigint[]) AS first) AS starts
            ), sorted AS (
                SELECT red_instant(micros) AS day FROM unnest(:days::bigint[]) AS micros
            ), counted AS (
                SELECT width_bucket(s.day, starts) AS point, whole.total,
                       coalesce(whole.above, 0) + coalesce(split.above, 0) AS above
                FROM points, sorted AS s
                CROSS JOIN LATERAL (
                    SELECT sum(n) AS total, sum(n) FILTER (WHERE least > :threshold::float8) AS above
                    FROM red_user_values WHERE day = s.day AND user_id = :user
                ) AS whole
                LEFT JOIN LATERAL (
                    SELECT (SELECT count(*) FROM unnest(red_values) AS red_value WHERE red_value > :threshold) AS above
                    FROM red_user_values WHERE day = s.day AND user_id = :user AND least <= :threshold
                    ORDER BY day DESC, user_id DESC, least DESC, piece DESC LIMIT 1
                ) AS split ON true
                UNION ALL
                SELECT e.point, e.total, e.above
                FROM points, unnest(:restFirst::bigint[], :restUntil::bigint[]) AS r (first, until)
                CROSS JOIN LATERAL (
                    SELECT width_bucket(occurred_at, starts) AS point, count(*) AS total,
                           count(*) FILTER (WHERE red_value > :threshold) AS above
                    FROM red_event
                    WHERE user_id = :user AND occurred_at >= red_instant(r.first)
                          AND occurred_at < red_instant(r.until)
                    GROUP BY 1
                ) AS e
            )
            SELECT point, sum(total)::bigint AS total, sum(above)::bigint AS above
            FROM counted
            GROUP BY point
            """;

    private final JdbcClient jdbc;

    Counts(@Qualifier(ReadsConfiguration.READS) JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param ranges one after the other, without gaps
     * @param threshold null to count no events above it
     * @param userId null to count everybody's events
     * @return a tally for each range, in their order
     */
    List<Tally> of(List<Range> ranges, @Nullable Double threshold, @Nullable String userId) {
        if (ranges.isEmpty()) {
            return List.of();
        }
        return userId == null ? ofEverybody(ranges, threshold) : ofUser(ranges, threshold, userId);
    }

    // Quarters of steps may be out of date since the steps were looked up; the next time they are not used.
    private List<Tally> ofEverybody(List<Range> ranges, @Nullable Double threshold) {
        var isSingle = ranges.size() == 1;
        var cover = isSingle ? Cover.of(ranges.getFirst(), steps(ranges)) : cover(ranges);
        // What is counted for a single range may begin before it, and is taken off again.
        var starts = isSingle ? new long[]{Micros.floor(ranges.getFirst().first(), Stretches.HOUR)} : starts(ranges);
        var tallies = none(ranges);
        var isOutOfDate = jdbc.sql(isSingle ? COUNT_OF_ONE : COUNT_OF_SEVERAL)
                .params(cover.parameters()).params(Threshold.parameters(threshold))
                .param("points", starts)
                .query((row, number) -> {
                    set(tallies, row);
                    return row.getBoolean("is_out_of_date");
                }).list().contains(true);
        return isOutOfDate ? ofEverybody(ranges, threshold) : tallies;
    }

    private List<Tally> ofUser(List<Range> ranges, @Nullable Double threshold, String userId) {
        var tallies = none(ranges);
        jdbc.sql(COUNT_OF_USER).params(OfUser.in(ranges, userId, jdbc).parameters())
                .param("points", starts(ranges)).param("threshold", threshold)
                .query(row -> {
                    set(tallies, row);
                });
        return tallies;
    }

    private static List<Tally> none(List<Range> ranges) {
        return new ArrayList<>(Collections.nCopies(ranges.size(), Tally.NONE));
    }

    private static void set(List<Tally> tallies, ResultSet row) throws SQLException {
        tallies.set(row.getInt("point") - 1, new Tally(row.getLong("total"), row.getLong("above")));
    }

    private static long[] starts(List<Range> ranges) {
        return ranges.stream().mapToLong(Range::first).toArray();
    }

    /** How ranges are put together, with what the database knows of their hours. */
    Cover cover(List<Range> ranges) {
        return Cover.of(ranges, steps(ranges));
    }

    // May be a moment older than the counts: an hour gets its steps before its first event, or together with their counts.
    private Steps steps(List<Range> ranges) {
        var hours = Cover.brokenHours(ranges);
        if (hours.isEmpty()) {
            return Steps.NONE;
        }
        var steps = new HashMap<Long, Step>();
        jdbc.sql("""
                SELECT h.micros, s.seconds, coalesce(f.n = (
                           SELECT sum(n) FROM red_count WHERE seconds = 86400 AND bits = 2 AND bucket = f.day
                       ), false) AS is_quartered
                FROM unnest(:hours::bigint[]) AS h (micros)
                JOIN red_step s ON s.hour = red_instant(h.micros)
                LEFT JOIN red_fine f ON f.day = date_bin('1 day', s.hour, timestamptz 'epoch') AND f.quartered
                """)
                .param("hours", hours.stream().mapToLong(Long::longValue).toArray())
                .query(row -> {
                    steps.put(row.getLong("micros"), new Step(row.getInt("seconds"), row.getBoolean("is_quartered")));
                });
        return new Steps(steps);
    }
}
