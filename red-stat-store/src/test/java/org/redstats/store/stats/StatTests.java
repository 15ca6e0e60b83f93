package org.redstats.store.stats;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.intake.EventSink;
import org.redstats.store.Http;
import org.redstats.store.StoreProperties;
import org.redstats.store.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.store.SampleEvents.deleteAll;
import static org.redstats.store.SampleEvents.event;

@StoreTest
class StatTests {

    private static final String DAY = "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";

    @LocalServerPort
    private int port;

    @Autowired
    private EventSink history;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionOperations transactions;

    @Autowired
    private StoreProperties properties;

    private Http http;

    @BeforeEach
    void startFromNothing() {
        http = new Http(port);
        deleteAll(jdbc);
    }

    @Test
    void countsFromTheFirstInstantToBeforeTheLast() {
        history.append(List.of(event("before", 1, "2026-02-28T23:59:59.999999Z"),
                event("first", 1, "2026-03-01T00:00:00Z"), event("last", 1, "2026-03-01T23:59:59.999999Z"),
                event("after", 1, "2026-03-02T00:00:00Z")));

        assertThat(http.json("/stat?" + DAY).path("total").asLong()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"00.000001,       00.000003,      2", "00.000001000Z,  00.000002001Z,  2",
            "00.000001001Z, 00.000002001Z,  1", "00.000001999Z, 00.000002Z,     0", "00.000002Z, 00.000002Z, 0"})
    void comparesWindowsToTheNanosecond(String from, String to, int expected) {
        history.append(List.of(event("ann", 1, "2026-03-01T00:00:00.000001Z"),
                event("ann", 1, "2026-03-01T00:00:00.000002Z")));

        var query = "/stat?from=2026-03-01T00:00:%s&to=2026-03-01T00:00:%s".formatted(zoned(from), zoned(to));

        assertThat(http.json(query).path("total").asInt()).isEqualTo(expected);
    }

    private static String zoned(String time) {
        return time.endsWith("Z") ? time : time + "Z";
    }

    @Test
    void redderIsStrictlyGreater() {
        history.append(List.of(event("ann", Math.nextDown(0.5), "2026-03-01T01:00:00Z"),
                event("ann", 0.5, "2026-03-01T01:00:00Z"), event("ann", Math.nextUp(0.5), "2026-03-01T01:00:00Z")));

        var count = http.json("/stat?red_threshold=0.5&" + DAY);

        assertThat(count.path("total").asLong()).isEqualTo(3);
        assertThat(count.path("above").asLong()).isOne();
    }

    @Test
    void countsOneUsersEvents() {
        history.append(List.of(event("ann", 0.9, "2026-03-01T01:00:00Z"), event("bob", 0.9, "2026-03-01T01:00:00Z"),
                event("Ann", 0.9, "2026-03-01T01:00:00Z"), event("ann", 0.1, "2026-03-01T01:00:00Z")));

        assertThat(http.get("/stat?user_id=ann&red_threshold=0.5&" + DAY).body()).isEqualTo("""
                {"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","red_threshold":0.5,"user_id":"ann",\
                "total":2,"above":1}""");
    }

    @Test
    void saysNullToWhatWasNotAskedFor() {
        assertThat(http.get("/stat?" + DAY).body()).isEqualTo("""
                {"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","red_threshold":null,"user_id":null,\
                "total":0,"above":null}""");
    }

    @Test
    void meansTheLastDayWhenNothingIsSaid() {
        history.append(List.of(event("ann", 1, Instant.now().minusSeconds(60).toString()),
                event("ann", 1, Instant.now().minus(Duration.ofHours(25)).toString())));

        var count = http.json("/stat");

        assertThat(count.path("total").asLong()).isOne();
        var from = Instant.parse(count.path("from").asString());
        assertThat(Instant.parse(count.path("to").asString())).isEqualTo(from.plus(Duration.ofHours(24)));
    }

    @Test
    void answersInUtcWhateverTheOffsetOfTheQuestion() {
        var count = http.json("/stat?from=2026-03-01T01:00:00%2B01:00&to=2026-03-01T00:00:00-05:30");

        assertThat(count.path("from").asString()).isEqualTo("2026-03-01T00:00:00Z");
        assertThat(count.path("to").asString()).isEqualTo("2026-03-01T05:30:00Z");
    }

    @Test
    void reachesFromTheFirstYearToTheLast() {
        history.append(List.of(event("ann", 1, "0000-01-01T00:00:00Z"),
                event("ann", 1, "9999-12-31T23:59:59.999999Z")));

        assertThat(http.json("/stat?from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59.999999999Z").path("total")
                .asLong()).isEqualTo(2);
        assertThat(http.json("/stat?to=0000-01-01T00:00:01Z").path("total").asLong()).isOne();
    }

    static Stream<String> wrong() {
        return Stream.of("from=yesterday", "from=", "from=2026-03-01", "from=2026-03-01T00:00:00",
                "from=2026-02-30T00:00:00Z", "from=%2B12026-01-01T00:00:00Z", "from=2026-03-01T00:00:00+01:00",
                "to=2026-13-01T00:00:00Z", "to=2026-03-01T00:00:00.1234567890Z", "to=9999-12-31T23:59:59-18:00",
                "red_threshold=", "red_threshold=NaN", "red_threshold=Infinity", "red_threshold=-0.1",
                "red_threshold=0x1p0", "red_threshold=1f", "red_threshold=1e999", "red_threshold=%200.5",
                "red_threshold=0,5", "red_threshold=red", "user_id=", "user_id=%00", "user_id=" + "x".repeat(129),
                "user_id=a&user_id=b", "red_threshold=1&red_threshold=1");
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void namesTheWrongParameter(String query) {
        var answer = http.get("/stat?" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var errors = JsonMapper.shared().readTree(answer.body()).path("errors");
        assertThat(errors).hasSize(1);
        assertThat(errors.path(0).path("field").asString()).isEqualTo(query.substring(0, query.indexOf('=')));
        assertThat(errors.path(0).path("message").asString()).startsWith("must ");
    }

    @Test
    void saysHowToWriteAPlus() {
        assertThat(http.get("/stat?from=2026-03-01T00:00:00+01:00").body()).contains("%2B");
    }

    @Test
    void namesEverythingWrongAtOnce() {
        var errors = http.json("/stat?from=x&to=y&red_threshold=z&user_id=").path("errors");

        assertThat(errors.valueStream().map(error -> error.path("field").asString()))
                .containsExactlyInAnyOrder("from", "to", "red_threshold", "user_id");
    }

    @Test
    void refusesAWindowThatEndsBeforeItBegins() {
        var answer = http.json("/stat?from=2026-03-01T00:00:00Z&to=2026-02-28T00:00:00Z");

        assertThat(answer.path("errors").path(0).path("field").asString()).isEqualTo("from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00%01", "%E4%F6", "*/\\'\";--", "\uD83D\uDE00"})
    void odditiesAreNoErrorsOfOurs(String user) {
        var encoded = user.startsWith("%") ? user : URLEncoder.encode(user, UTF_8);

        assertThat(http.get("/stat?x=1&x&&=&user_id=" + encoded).statusCode()).isIn(200, 400);
    }

    @Test
    void aQueryThatIsNotEncodedRightIsTheClientsFault() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write("GET /stat?user_id=%zz HTTP/1.0\r\nHost: x\r\n\r\n".getBytes(UTF_8));

            var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).contains(" 400 ").contains("application/problem+json");
        }
    }

    @Test
    void aBodyThatNobodyAskedForIsLeftAlone() {
        assertThat(http.get("/stat", "Content-Type", "multipart/form-data").statusCode()).isEqualTo(200);
    }

    @Test
    void answersNotModifiedToWhoHasTheAnswer() {
        var first = http.get("/stat?" + DAY);
        var tag = first.headers().firstValue("ETag").orElseThrow();

        var same = http.get("/stat?" + DAY, "If-None-Match", tag);
        history.append(List.of(event("late", 1, "2026-03-01T01:00:00Z")));
        var changed = http.get("/stat?" + DAY, "If-None-Match", tag);

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).isPresent().isNotEqualTo(first.headers().firstValue("ETag"));
    }

    @Test
    void onlyAnswersAboutThePastMayBeCached() {
        assertThat(http.get("/stat?" + DAY).headers().firstValue("Cache-Control")).hasValue("max-age=60");
        assertThat(http.get("/stat/events?" + DAY).headers().firstValue("Cache-Control")).hasValue("max-age=60");
        assertThat(http.get("/stat").headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(http.get("/stat?to=9999-01-01T00:00:00Z").headers().firstValue("Cache-Control"))
                .hasValue("no-cache");
    }

    @Test
    void answersHeadAsGetWithoutTheBody() {
        var get = http.get("/stat?" + DAY);
        var head = http.send("HEAD", "/stat?" + DAY);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("ETag")).isEqualTo(get.headers().firstValue("ETag"));
    }

    @ParameterizedTest
    @CsvSource({"POST, /stat, 405", "DELETE, /stat/events, 405", "GET, /nowhere, 404", "POST, /nowhere, 404",
            "GET, /stat/nowhere, 404", "GET, /stat/, 404", "GET, /stat?from=x, 400"})
    void whatGoesWrongIsAProblem(String method, String path, int status) {
        var answer = http.send(method, path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer.body()).path("status").asInt()).isEqualTo(status);
    }

    @Test
    void cannotAnswerInAnotherFormat() {
        var answer = http.get("/stat", "Accept", "image/png");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void givesUpACountThatTakesTooLong() {
        var answer = transactions.execute(status -> {
            jdbc.sql("LOCK TABLE red_event IN ACCESS EXCLUSIVE MODE").update();
            return CompletableFuture.supplyAsync(() -> http.get("/stat?" + DAY)).join();
        });

        assertThat(answer).isNotNull();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(json(answer.body()).path("detail").asString()).contains("shorter window");
        assertThat(answer.body()).doesNotContainIgnoringCase("select").doesNotContain("red_event");
    }

    @Test
    void keepsNobodyWaitingWhenAllItsConnectionsAreTaken() {
        var answers = transactions.execute(status -> {
            jdbc.sql("LOCK TABLE red_event IN ACCESS EXCLUSIVE MODE").update();
            try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
                return Stream.generate(() -> CompletableFuture.supplyAsync(() -> http.get("/stat?" + DAY), clients))
                        .limit(6L * properties.reads().connections()).toList().stream().map(CompletableFuture::join)
                        .toList();
            }
        });

        assertThat(answers).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
        assertThat(answers).anySatisfy(answer -> assertThat(answer.body()).contains("not available at the moment"));
        assertThat(http.get("/stat?" + DAY).statusCode()).isEqualTo(200);
    }

    @Test
    void describesItself() {
        var description = http.json("/v3/api-docs");

        var operation = description.path("paths").path("/stat").path("get");
        assertThat(operation.path("parameters").valueStream().map(p -> p.path("name").asString()))
                .containsExactlyInAnyOrder("from", "to", "red_threshold", "user_id");
        assertThat(operation.path("responses").propertyNames()).contains("200", "304", "400", "503");
        assertThat(description.path("paths").path("/stat/events").path("get").path("parameters").valueStream()
                .map(p -> p.path("name").asString()))
                .containsExactlyInAnyOrder("from", "to", "red_threshold", "user_id", "limit", "cursor");
        assertThat(description.path("components").path("schemas").path("Count").path("properties").propertyNames())
                .containsExactlyInAnyOrder("from", "to", "red_threshold", "user_id", "total", "above");
    }

    @Test
    void saysHowItIs() {
        assertThat(http.json("/actuator/health/liveness").path("status").asString()).isEqualTo("UP");
        assertThat(http.json("/actuator/health/readiness").path("status").asString()).isEqualTo("UP");
        assertThat(http.get("/actuator/prometheus").body()).contains("red_store_events_stored_total",
                "red_store_default_partition_rows", "red_store_lag_seconds");
    }

    private static JsonNode json(String body) {
        return JsonMapper.shared().readTree(body);
    }
}
