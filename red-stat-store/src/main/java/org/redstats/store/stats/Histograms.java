package org.redstats.store.stats;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.redstats.store.reads.ReadsConfiguration;
import org.redstats.store.rollup.Bins;
import org.redstats.store.stats.Cover.Range;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts how values are spread: by whole bins where these lie in one bucket, by single events where they do not. */
@Repository
class Histograms {

    /*
     * A bin is a number with the kind of bin it is; a bucket is a number without. Medium bins in which a bucket begins are
     * looked into: the fine bins of days that have them, and what is left of these, or of other medium bins, event by event.
     * As with counts, ranges of events are read one by one along the index by value.
     */
    private static final String COUNT = """
            WITH stretches AS MATERIALIZED (
                SELECT s.seconds, c.bucket, coalesce(f.n = c.n, false) AS has_fine
                FROM unnest(:stretchSeconds::int[], :stretchFirst::bigint[], :stretchUntil::bigint[])
                     AS s (seconds, first, until)
                CROSS JOIN LATERAL (
                    SELECT bucket, sum(n) AS n FROM red_count
                    WHERE seconds = s.seconds AND bits = 2
                          AND bucket >= red_instant(s.first) AND bucket < red_instant(s.until)
                    GROUP BY bucket
                ) AS c
                LEFT JOIN red_fine AS f ON s.seconds = 86400 AND f.day = c.bucket
            ), bins AS MATERIALIZED (
                SELECT s.seconds, s.has_fine, s.bucket, c.bin, c.n, c.bin = ANY (:splitMedium::int[]) AS is_split
                FROM stretches AS s
                CROSS JOIN LATERAL (
                    SELECT bin, n FROM red_count
                    WHERE seconds = s.seconds AND bits = 6 AND bucket = s.bucket
                    OFFSET 0
                ) AS c
            ), fine_bins AS MATERIALIZED (
                SELECT b.bucket, (b.bin << 6) + number::int - 1 AS bin, fine.n
                FROM bins AS b
                JOIN red_fine_count AS f ON f.day = b.bucket AND f.bin = b.bin,
                unnest(f.counts) WITH ORDINALITY AS fine (n, number)
                WHERE b.has_fine AND b.is_split AND fine.n > 0
            )
            SELECT 6 AS bits, bin AS number, sum(n)::bigint AS n FROM bins WHERE NOT is_split GROUP BY bin
            UNION ALL
            SELECT 12, bin, sum(n)::bigint FROM fine_bins WHERE bin <> ALL (:splitFine::int[]) GROUP BY bin
            UNION ALL
            SELECT NULL, e.bucket, e.n
            FROM (
                SELECT bucket, least, until FROM fine_bins
                JOIN unnest(:splitFine::int[], :fineStart::float8[], :fineEnd::float8[]) AS v (bin, least, until)
                     USING (bin)
                UNION ALL
                SELECT bucket, least, until FROM bins
                JOIN unnest(:splitMedium::int[], :mediumStart::float8[], :mediumEnd::float8[]) AS v (bin, least, until)
                     USING (bin)
                WHERE seconds = 86400 AND NOT has_fine
            ) AS v
            CROSS JOIN LATERAL (
                SELECT width_bucket(red_value, :starts::float8[]) AS bucket, count(*) AS n FROM (
                    SELECT red_value FROM red_event
                    WHERE occurred_at >= v.bucket AND occurred_at < v.bucket + interval '24 hours'
                          AND red_value >= v.least AND red_value < v.until
                    ORDER BY red_value OFFSET 0) AS split
                GROUP BY 1
            ) AS e
            UNION ALL
            SELECT NULL, e.bucket, e.n
            FROM unnest(:hourFirst::bigint[], :hourUntil::bigint[]) AS h (first, until)
            CROSS JOIN unnest(:splitMedium::int[], :mediumStart::float8[], :mediumEnd::float8[])
                AS v (bin, least, until)
            CROSS JOIN LATERAL (
                SELECT width_bucket(red_value, :starts::float8[]) AS bucket, count(*) AS n FROM (
                    SELECT red_value FROM red_event
                    WHERE occurred_at >= red_instant(h.first) AND occurred_at < red_instant(h.until)
                          AND red_value >= v.least AND red_value < v.until
                    ORDER BY red_value OFFSET 0) AS split
                GROUP BY 1
            ) AS e
            UNION ALL
            SELECT NULL, e.bucket, e.n
            FROM unnest(:restFirst::bigint[], :restUntil::bigint[]) AS r (first, until)
            CROSS JOIN LATERAL (
                SELECT width_bucket(red_value, :starts::float8[]) AS bucket, count(*) AS n FROM red_event
                WHERE occurred_at >= red_instant(r.first) AND occurred_at < red_instant(r.until)
                GROUP BY 1
            ) AS e
            """;

    // Pieces of sorted values that lie in one bucket are taken whole, others value by value.
    private static final String COUNT_OF_USER = """
            WITH pieces AS MATERIALIZED (
                SELECT day, user_id, least, piece, n, width_bucket(least, :starts::float8[]) AS bucket,
                       width_bucket(greatest, :starts::float8[]) AS last_bucket
                FROM unnest(:days::bigint[]) AS micros
                JOIN red_user_values ON day = red_instant(micros) AND user_id = :user
            ), spread (bucket, n) AS (
                SELECT bucket, n FROM pieces WHERE bucket = last_bucket
                UNION ALL
                SELECT width_bucket(red_value, :starts), 1
                FROM pieces JOIN red_user_values USING (day, user_id, least, piece), unnest(red_values) AS red_value
                WHERE bucket < last_bucket
                UNION ALL
                SELECT e.bucket, e.n
                FROM unnest(:restFirst::bigint[], :restUntil::bigint[]) AS r (first, until)
                CROSS JOIN LATERAL (
                    SELECT width_bucket(red_value, :starts) AS bucket, count(*) AS n FROM red_event
                    WHERE user_id = :user AND occurred_at >= red_instant(r.first)
                          AND occurred_at < red_instant(r.until)
                    GROUP BY 1
                ) AS e
            )
            SELECT NULL::int AS bits, bucket AS number, sum(n)::bigint AS n FROM spread GROUP BY bucket
            """;

    private static final String GREATEST_OF_USER = """
            SELECT greatest(
                (SELECT max(greatest) FROM unnest(:days::bigint[]) AS micros
                 JOIN red_user_values ON day = red_instant(micros) AND user_id = :user),
                (SELECT max(e.greatest) FROM unnest(:restFirst::bigint[], :restUntil::bigint[]) AS r (first, until)
                 CROSS JOIN LATERAL (
                     SELECT max(red_value) AS greatest FROM red_event
                     WHERE user_id = :user AND occurred_at >= red_instant(r.first)
                           AND occurred_at < red_instant(r.until)
                 ) AS e),
                0)
            """;

    private final JdbcClient jdbc;
    private final Counts counts;

    Histograms(@Qualifier(ReadsConfiguration.READS) JdbcClient jdbc, Counts counts) {
        this.jdbc = jdbc;
        this.counts = counts;
    }

    /** @param userId null for everybody's events */
    Histogram of(Range range, int buckets, @Nullable String userId) {
        while (true) {
            var end = end(range, userId);
            // One more, so that it shows when a greater value has come since the end was looked for.
            var starts = Arrays.copyOf(RoundNumbers.parts(end, buckets), buckets + 1);
            starts[buckets] = Math.nextUp(end);
            var spread = range.isEmpty() ? new long[buckets + 1] : spread(range, starts, userId);
            if (spread[buckets] == 0) {
                return new Histogram(IntStream.range(0, buckets)
                        .mapToObj(
                                i -> new Histogram.Bucket(starts[i], i + 1 < buckets ? starts[i + 1] : end, spread[i]))
                        .toList());
            }
        }
    }

    private double end(Range range, @Nullable String userId) {
        if (range.isEmpty()) {
            return 1;
        }
        if (userId == null) {
            return above(range, 0) == 0 ? 1 : RoundNumbers.least(number -> above(range, number) == 0);
        }
        var greatest = ofUser(GREATEST_OF_USER, range, userId).query(Double.class).single();
        return greatest == 0 ? 1 : RoundNumbers.least(number -> number >= greatest);
    }

    private long above(Range range, double threshold) {
        return counts.of(List.of(range), threshold, null).getFirst().above();
    }

    private long[] spread(Range range, double[] starts, @Nullable String userId) {
        var spread = new long[starts.length];
        var statement = userId == null
                ? jdbc.sql(COUNT).params(everybodys(range, starts))
                : ofUser(COUNT_OF_USER, range, userId);
        statement.param("starts", starts).query(row -> {
            var number = row.getInt("number");
            var bucket = switch (row.getInt("bits")) {
                case 12 -> bucketOf(Bins.FINE.start(number), starts);
                case 6 -> bucketOf(Bins.MEDIUM.start(number), starts);
                default -> number - 1;
            };
            spread[bucket] += row.getLong("n");
        });
        return spread;
    }

    private JdbcClient.StatementSpec ofUser(String sql, Range range, String userId) {
        return jdbc.sql(sql).params(OfUser.in(List.of(range), userId, jdbc).parameters());
    }

    private Map<String, Object> everybodys(Range range, double[] starts) {
        var parameters = new HashMap<String, Object>(counts.cover(List.of(range)).parameters());
        var fine = split(Bins.FINE, starts);
        parameters.put("splitFine", fine);
        parameters.put("fineStart", starts(Bins.FINE, fine, 0));
        parameters.put("fineEnd", starts(Bins.FINE, fine, 1));
        var medium = split(Bins.MEDIUM, starts);
        parameters.put("splitMedium", medium);
        parameters.put("mediumStart", starts(Bins.MEDIUM, medium, 0));
        parameters.put("mediumEnd", starts(Bins.MEDIUM, medium, 1));
        return parameters;
    }

    // The bins in which a bucket begins, other than at their own beginning.
    private static int[] split(Bins bins, double[] starts) {
        return Arrays.stream(starts)
                .filter(start -> bins.start(bins.of(start)) != start)
                .mapToInt(bins::of)
                .distinct()
                .toArray();
    }

    private static double[] starts(Bins bins, int[] numbers, int further) {
        return IntStream.of(numbers).mapToDouble(number -> bins.start(number + further)).toArray();
    }

    private static int bucketOf(double value, double[] starts) {
        var place = Arrays.binarySearch(starts, value);
        return place >= 0 ? place : -place - 2;
    }
}
