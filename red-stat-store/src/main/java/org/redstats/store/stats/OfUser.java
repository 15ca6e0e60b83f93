package org.redstats.store.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.redstats.store.rollup.Stretches;
import org.redstats.store.stats.Cover.Range;
import org.redstats.store.stats.Cover.Stretch;
import org.redstats.store.time.Micros;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How the events of one user are read: from the sorted values of whole days as far as these are kept, one by one
 * otherwise.
 *
 * @param days begin of each day whose sorted values are used, in microseconds since 1970
 * @param rest where single events have to be read
 */
record OfUser(String userId, List<Long> days, List<Range> rest) {

    /** @param ranges one after the other, without gaps, at least one */
    static OfUser in(List<Range> ranges, String userId, JdbcClient jdbc) {
        var whole = Cover.of(ranges, Steps.NONE).stretches().stream()
                .filter(stretch -> stretch.seconds() == Stretches.DAY).map(Stretch::range).toList();
        var days = whole.isEmpty() ? List.<Long>of() : sortedDays(whole, userId, jdbc);
        var rest = new ArrayList<Range>();
        var first = ranges.getFirst().first();
        for (var day : days) {
            rest.add(new Range(first, day));
            first = day + Micros.of(Stretches.DAY);
        }
        rest.add(new Range(first, ranges.getLast().until()));
        rest.removeIf(Range::isEmpty);
        return new OfUser(userId, days, rest);
    }

    // May be a moment older than the values: these are only ever replaced by more.
    private static List<Long> sortedDays(List<Range> whole, String userId, JdbcClient jdbc) {
        return jdbc.sql("""
                SELECT (extract(epoch FROM f.day) * 1000000)::bigint
                FROM unnest(:first::bigint[], :until::bigint[]) AS w (first, until)
                JOIN red_fine AS f ON f.day >= red_instant(w.first) AND f.day < red_instant(w.until)
                WHERE EXISTS (SELECT FROM red_user_values AS v WHERE v.day = f.day AND v.user_id = :user)
                      AND f.n = (SELECT sum(n) FROM red_count
                                 WHERE seconds = 86400 AND bits = 2 AND bucket = f.day)
                ORDER BY f.day
                """)
                .param("first", whole.stream().mapToLong(Range::first).toArray())
                .param("until", whole.stream().mapToLong(Range::until).toArray())
                .param("user", userId)
                .query((row, number) -> row.getLong(1)).list();
    }

    /** As parameters of a statement: {@code user}, and arrays {@code days}, {@code restFirst} and {@code restUntil}. */
    Map<String, Object> parameters() {
        var parameters = new HashMap<String, Object>(Cover.bounds("rest", rest));
        parameters.put("user", userId);
        parameters.put("days", days.stream().mapToLong(Long::longValue).toArray());
        return parameters;
    }
}
