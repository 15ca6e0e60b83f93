package org.redstats.store.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

import org.jspecify.annotations.Nullable;
import org.redstats.store.reads.ReadsConfiguration;
import org.redstats.store.rollup.Bins;
import org.redstats.store.rollup.Stretches;
import org.redstats.store.stats.Cover.Range;
import org.redstats.store.time.Micros;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts events of any ranges of time exactly, and reads few of them. */
@Repository
class Counts {

    /*
     * Above a threshold lie: the coarse bins above its own; in its own, the medium bins above its own; in that, of days
     * that have them all, the fine ones. What is left of the last bin is counted by its rows, along the index by value: their order is asked
     * for, and sorting is forbidden to these connections, because the planner may take the index by time for as good.
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
            ), left_over (first, until, value_end) AS (
                SELECT bucket, bucket + interval '24 hours',
                       CASE WHEN has_fine THEN :fineValueEnd::float8 ELSE :mediumValueEnd::float8 END
                FROM coarse WHERE seconds = 86400
                UNION ALL
                SELECT red_instant(first), red_instant(until), :mediumValueEnd::float8
                FROM unnest(:hourFirst::bigint[], :hourUntil::bigint[]) AS h (first, until)
            ), counted AS (
                SELECT width_bucket(bucket, starts) AS point, total, above
                FROM coarse, points
                UNION ALL
                SELECT width_bucket(s.bucket, starts), 0, c.n
                FROM points, coarse AS s
                CROSS JOIN LATERAL (
                    SELECT sum(n) AS n FROM red_count
                    WHERE seconds = s.seconds AND bits = 6 AND bucket = s.bucket
                          AND bin > :medium::int AND bin < :mediumEnd::int
                ) AS c
                UNION ALL
                SELECT width_bucket(s.bucket, starts), 0, c.n
                FROM points, coarse AS s
                CROSS JOIN LATERAL (
                    SELECT (SELECT sum(n) FROM unnest(counts[:fineAbove::int:]) AS n) AS n
                    FROM red_fine_count WHERE day = s.bucket AND bin = :medium
                ) AS c
                WHERE s.has_fine
                UNION ALL
                SELECT e.point, 0, e.n
                FROM points, left_over AS l
                CROSS JOIN LATERAL (
                    SELECT width_bucket(occurred_at, starts) AS point, count(*) AS n FROM (
                        SELECT occurred_at FROM red_event
                        WHERE occurred_at >= l.first AND occurred_at < l.until
                              AND red_value > :threshold AND red_value < l.value_end
                        ORDER BY red_value OFFSET 0) AS by_value
                    GROUP BY 1
                ) AS e
                WHERE :threshold::float8 IS NOT NULL
                UNION ALL
                SELECT width_bucket(red_instant(r.first), starts), r.sign * e.total, r.sign * e.above
                FROM points, (
                    SELECT 1 AS sign, * FROM unnest(:restFirst::bigint[], :restUntil::bigint[])
                    UNION ALL
                    SELECT -1, * FROM unnest(:surplusFirst::bigint[], :surplusUntil::bigint[])
                ) AS r (sign, first, until)
                CROSS JOIN LATERAL (
                    SELECT count(*) AS total, count(*) FILTER (WHERE red_value > :threshold) AS above
                    FROM red_event
                    WHERE occurred_at >= red_instant(r.first) AND occurred_at < red_instant(r.until)
                ) AS e
            )
            SELECT point, sum(total)::bigint AS total, coalesce(sum(above), 0)::bigint AS above
            FROM counted
            GROUP BY point
            """;

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
        var tallies = new ArrayList<>(Collections.nCopies(ranges.size(), Tally.NONE));
        if (ranges.isEmpty()) {
            return tallies;
        }
        var statement = userId == null
                ? jdbc.sql(COUNT).params(everybodys(ranges, threshold))
                : jdbc.sql(COUNT_OF_USER).params(OfUser.in(ranges, userId, jdbc).parameters());
        statement.param("points", starts(ranges))
                .param("threshold", threshold)
                .query((row, number) -> tallies.set(row.getInt("point") - 1,
                        new Tally(row.getLong("total"), row.getLong("above"))))
                .list();
        return tallies;
    }

    // What is counted for a single range may begin before it, and is taken off again.
    private static long[] starts(List<Range> ranges) {
        return ranges.size() == 1
                ? new long[]{Micros.floor(ranges.getFirst().first(), Stretches.HOUR)}
                : ranges.stream().mapToLong(Range::first).toArray();
    }

    private Map<String, @Nullable Object> everybodys(List<Range> ranges, @Nullable Double threshold) {
        var cover = ranges.size() == 1 ? Cover.of(ranges.getFirst(), stepOfHour(ranges)) : cover(ranges);
        var parameters = new HashMap<String, @Nullable Object>(cover.parameters());
        parameters.putAll(bins(threshold));
        return parameters;
    }

    /** How ranges are put together, with what the database knows of their hours. */
    Cover cover(List<Range> ranges) {
        return Cover.of(ranges, stepOfHour(ranges));
    }

    private ToIntFunction<Long> stepOfHour(List<Range> ranges) {
        var steps = steps(ranges);
        return hour -> steps.getOrDefault(hour, 0);
    }

    private static Map<String, @Nullable Object> bins(@Nullable Double threshold) {
        var bins = new HashMap<String, @Nullable Object>();
        for (var name : List.of("coarse", "medium", "mediumEnd", "fineAbove", "mediumValueEnd",
                "fineValueEnd")) {
            bins.put(name, null);
        }
        if (threshold != null) {
            var coarse = Bins.COARSE.of(threshold);
            var medium = Bins.MEDIUM.of(threshold);
            var fine = Bins.FINE.of(threshold);
            bins.put("coarse", coarse);
            bins.put("medium", medium);
            bins.put("mediumEnd", Bins.MEDIUM.firstIn(Bins.COARSE, coarse + 1));
            // Arrays count from 1.
            bins.put("fineAbove", fine - Bins.FINE.firstIn(Bins.MEDIUM, medium) + 2);
            bins.put("mediumValueEnd", Bins.MEDIUM.start(medium + 1));
            bins.put("fineValueEnd", Bins.FINE.start(fine + 1));
        }
        return bins;
    }

    // May be a moment older than the counts: an hour gets its steps before its first event, or together with their counts.
    private Map<Long, Integer> steps(List<Range> ranges) {
        var hours = Cover.brokenHours(ranges);
        var steps = new HashMap<Long, Integer>();
        if (!hours.isEmpty()) {
            jdbc.sql("""
                    SELECT h.micros, s.seconds FROM unnest(:hours::bigint[]) AS h (micros)
                    JOIN red_step s ON s.hour = red_instant(h.micros)
                    """)
                    .param("hours", hours.stream().mapToLong(Long::longValue).toArray())
                    .query((row, number) -> steps.put(row.getLong("micros"), row.getInt("seconds")))
                    .list();
        }
        return steps;
    }
}
