package org.redstats.store.stats;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.redstats.store.request.InvalidQuery;
import org.redstats.store.request.QueryString;
import org.redstats.store.request.Selection;
import org.redstats.store.request.Window;

import static org.assertj.core.api.Assertions.assertThat;

/** Parameters that coverage leads to: each request makes sense to us, or is refused with a reason for every wrong field. */
class QueryFuzzTests {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00.123456789Z");

    static Stream<Arguments> examples() {
        var cursor = new Cursor(
                new Selection(new Window(NOW.minusSeconds(3600), NOW), 0.5, "ann"),
                new Cursor.Position(NOW.minusSeconds(60), new UUID(1, 2))).encode();
        return Stream.of(
                Arguments.of("2026-03-01T08:00:00Z", "2026-03-01T11:00:00+01:00", "0.5", "ann", "PT15M", "10", null),
                Arguments.of("0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "1e-7", null, "P1M", "1000",
                        null),
                Arguments.of(null, null, null, null, "P1D", null, null),
                Arguments.of(null, null, null, null, null, null, cursor));
    }

    @MethodSource("examples")
    @FuzzTest
    void isAskedOrRefused(@Nullable String from, @Nullable String to, @Nullable String redThreshold,
            @Nullable String userId, @Nullable String step, @Nullable String limit, @Nullable String cursor) {
        var parameters = new HashMap<String, String[]>();
        put(parameters, "from", from);
        put(parameters, "to", to);
        put(parameters, "red_threshold", redThreshold);
        put(parameters, "user_id", userId);
        put(parameters, "step", step);
        put(parameters, "limit", limit);
        put(parameters, "cursor", cursor);
        BiFunction<QueryString, Instant, Object> series = SeriesQuery::read;
        BiFunction<QueryString, Instant, Object> events = EventsQuery::read;
        for (var reader : List.of(series, events)) {
            try {
                check(QueryString.read(parameters, query -> reader.apply(query, NOW)));
            } catch (InvalidQuery e) {
                assertThat(e.errors()).isNotEmpty().allSatisfy(wrong -> assertThat(wrong.message()).isNotBlank());
            }
        }
    }

    private static void put(Map<String, String[]> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, new String[]{value});
        }
    }

    private static void check(Object read) {
        if (read instanceof SeriesQuery series) {
            checkSelection(series.selection());
            assertThat(series.starts()).isSorted().doesNotHaveDuplicates()
                    .allMatch(start -> start.isBefore(series.end()));
            for (var point = 0; point < series.starts().size(); point++) {
                assertThat(series.window(point).isEmpty()).isFalse();
            }
        } else if (read instanceof EventsQuery events) {
            checkSelection(events.selection());
            assertThat(events.limit()).isBetween(1, 1000);
            var after = events.after();
            if (after != null) {
                var cursor = new Cursor(events.selection(), after);
                assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
            }
        }
    }

    private static void checkSelection(Selection selection) {
        var window = selection.window();
        assertThat(window.from()).isBeforeOrEqualTo(window.to());
        assertThat(window.firstMicrosecond()).isLessThanOrEqualTo(window.endMicrosecond());
        if (selection.redThreshold() != null) {
            assertThat(selection.redThreshold()).isFinite().isNotNegative();
        }
    }
}
