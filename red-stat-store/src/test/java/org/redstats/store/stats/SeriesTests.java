package org.redstats.store.stats;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.intake.EventSink;
import org.redstats.store.Http;
import org.redstats.store.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.store.SampleEvents.deleteAll;
import static org.redstats.store.SampleEvents.event;

@StoreTest
class SeriesTests {

    private static final String DAY = "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";

    @LocalServerPort
    private int port;

    @Autowired
    private EventSink history;

    @Autowired
    private JdbcClient jdbc;

    private Http http;

    @BeforeEach
    void startFromThreeEvents() {
        http = new Http(port);
        deleteAll(jdbc);
        history.append(List.of(event("ann", 0.2, "2026-03-01T10:00:00Z"),
                event("ann", 0.9, "2026-03-01T10:59:59.999999Z"), event("bob", 0.9, "2026-03-01T12:00:00Z")));
    }

    @Test
    void hasAPointForEveryStepAlsoForTheEmptyOnes() {
        assertThat(http.get("/stat/series?from=2026-03-01T10:30:00Z&to=2026-03-01T12:00:01Z&step=PT1H"
                + "&red_threshold=0.5").body()).isEqualTo("""
                        {"from":"2026-03-01T10:30:00Z","to":"2026-03-01T12:00:01Z","step":"PT1H","red_threshold":0.5,\
                        "user_id":null,"points":[\
                        {"from":"2026-03-01T10:00:00Z","total":1,"above":1},\
                        {"from":"2026-03-01T11:00:00Z","total":0,"above":0},\
                        {"from":"2026-03-01T12:00:00Z","total":1,"above":1}]}""");
    }

    @Test
    void meansHoursWhenNoStepIsGivenAndCountsNothingAboveNoThreshold() {
        var series = http.json("/stat/series?" + DAY);

        assertThat(series.path("step").asString()).isEqualTo("PT1H");
        assertThat(series.path("points")).hasSize(24)
                .allMatch(point -> point.path("above").isNull());
        assertThat(totals(series)).containsSubsequence(2, 0, 1);
    }

    @Test
    void countsOneUsersEvents() {
        assertThat(totals(http.json("/stat/series?step=PT12H&user_id=ann&" + DAY))).containsExactly(2, 0);
    }

    @ParameterizedTest
    @CsvSource({
            "PT90M, 2026-03-01T10:00:00Z, 2026-03-01T09:00:00Z 2026-03-01T10:30:00Z",
            "P1D,   2026-02-28T23:59:59Z, 2026-02-28T00:00:00Z 2026-03-01T00:00:00Z",
            "P1W,   2026-03-01T00:00:00Z, 2026-02-26T00:00:00Z",
            "P1M,   2026-01-31T12:00:00Z, 2026-01-01T00:00:00Z 2026-02-01T00:00:00Z 2026-03-01T00:00:00Z",
            "P3M,   2025-12-31T00:00:00Z, 2025-10-01T00:00:00Z 2026-01-01T00:00:00Z",
            "P1Y,   2025-06-01T00:00:00Z, 2025-01-01T00:00:00Z 2026-01-01T00:00:00Z",
            "p1y2m, 2026-03-01T00:00:00Z, 2025-05-01T00:00:00Z"})
    void pointsLieAtMultiplesOfTheStep(String step, String from, String starts) {
        var series = http.json("/stat/series?from=" + from + "&to=2026-03-01T11:00:00Z&step=" + step);

        assertThat(series.path("points").valueStream().map(point -> point.path("from").asString()))
                .containsExactly(starts.split(" "));
    }

    @Test
    void anEmptyWindowHasNoPoints() {
        assertThat(http.json("/stat/series?from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z").path("points"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1h", "PT", "P", "PT0S", "P0D", "PT-1H", "-PT1H", "-P1D", "PT0.5S", "P1M1D", "P1Y1W",
            "PT999999999999999999H", "hour"})
    void refusesWhatIsNoStep(String step) {
        assertThat(wrongFields("/stat/series?" + DAY + "&step=" + step)).containsExactly("step");
    }

    @Test
    void refusesMoreThanTenThousandPoints() {
        assertThat(http.json("/stat/series?from=2026-03-01T00:00:00Z&to=2026-03-01T02:46:40Z&step=PT1S").path("points"))
                .hasSize(10_000);
        var tooMany = http.json("/stat/series?from=2026-03-01T00:00:00Z&to=2026-03-01T02:46:40.000001Z&step=PT1S");
        assertThat(tooMany.path("status").asInt()).isEqualTo(400);
        assertThat(tooMany.path("errors").path(0).path("message").asString()).contains("10000");
        assertThat(wrongFields("/stat/series?from=0000-01-01T00:00:00Z&to=9999-01-01T00:00:00Z&step=PT1S"))
                .containsExactly("step");
    }

    @Test
    void comesAsCommaSeparatedValuesToWhoAccepts() {
        var answer = http.get("/stat/series?from=2026-03-01T10:00:00Z&to=2026-03-01T12:00:00Z&red_threshold=0.5",
                "Accept", "text/csv");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(answer.headers().allValues("Vary")).contains("Accept");
        assertThat(answer.body().lines()).containsExactly("from,total,above", "2026-03-01T10:00:00Z,2,1",
                "2026-03-01T11:00:00Z,0,0");
        var tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(http.get("/stat/series?from=2026-03-01T10:00:00Z&to=2026-03-01T12:00:00Z&red_threshold=0.5",
                "Accept", "text/csv", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stat/series", "/stat/events"})
    void isJsonToWhoAcceptsAnything(String path) {
        assertThat(http.get(path, "Accept", "*/*").headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(http.get(path, "Accept", "image/png").statusCode()).isEqualTo(406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "image/png", "nonsense"})
    void errorsAreExplainedWhateverIsAccepted(String accepted) {
        for (var path : List.of("/stat", "/stat/series", "/stat/events")) {
            var wrong = http.get(path + "?from=x", "Accept", accepted);

            assertThat(wrong.statusCode()).isIn(400, 406);
            assertThat(wrong.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(wrong.body()).contains("\"detail\":");
        }
    }

    @Test
    void allEventsComeAsCommaSeparatedValues() {
        history.append(List.of(event("a,b \"c\"\nd", 1e-7, "2026-03-01T13:00:00Z")));
        history.append(IntStream.range(0, 2_500)
                .mapToObj(i -> event("many", i, Instant.parse("2026-03-01T14:00:00Z").plusMillis(i / 3).toString()))
                .toList());

        var all = http.get("/stat/events?limit=1&" + DAY, "Accept", "text/csv").body();
        var some = http.get("/stat/events?red_threshold=0.5&user_id=ann&" + DAY, "Accept", "text/csv").body();

        assertThat(all.lines().filter(line -> line.contains(",many,")).distinct()).hasSize(2_500);
        assertThat(all).startsWith("event_id,user_id,red_value,when\r\n")
                .contains(",\"a,b \"\"c\"\"\nd\",1.0E-7,2026-03-01T13:00:00Z\r\n");
        assertThat(some.lines()).hasSize(2).last().asString().endsWith(",ann,0.9,2026-03-01T10:59:59.999999Z");
    }

    @Test
    void aHistogramHasEqualBucketsUpToARoundNumber() {
        history.append(List.of(event("red", 1, "2026-03-01T13:00:00Z"), event("black", 0, "2026-03-01T13:00:00Z")));

        assertThat(http.get("/stat/histogram?buckets=4&" + DAY).body()).isEqualTo("""
                {"buckets":[{"from_value":0.0,"to_value":0.25,"count":2},{"from_value":0.25,"to_value":0.5,"count":0},\
                {"from_value":0.5,"to_value":0.75,"count":0},{"from_value":0.75,"to_value":1.0,"count":3}]}""");
        assertThat(http.json("/stat/histogram?user_id=ann&" + DAY).path("buckets")).hasSize(20)
                .anyMatch(bucket -> bucket.path("count").asInt() == 1);
        assertThat(http.json("/stat/histogram?from=2026-03-03T00:00:00Z&to=2026-03-03T00:00:00Z&buckets=1")
                .path("buckets").path(0).path("to_value").asDouble()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "x", "-1"})
    void refusesNumbersOfBucketsOutOfBounds(String buckets) {
        assertThat(wrongFields("/stat/histogram?buckets=" + buckets)).containsExactly("buckets");
    }

    private static List<Integer> totals(JsonNode series) {
        return series.path("points").valueStream().map(point -> point.path("total").asInt()).toList();
    }

    private List<String> wrongFields(String query) {
        var answer = http.json(query);
        assertThat(answer.path("status").asInt()).isEqualTo(400);
        return answer.path("errors").valueStream().map(error -> error.path("field").asString()).toList();
    }
}
