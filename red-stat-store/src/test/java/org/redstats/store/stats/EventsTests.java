package org.redstats.store.stats;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.redstats.store.Http;
import org.redstats.store.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.store.SampleEvents.deleteAll;
import static org.redstats.store.SampleEvents.event;

@StoreTest
class EventsTests {

    private static final String DAY = "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";

    @LocalServerPort
    private int port;

    @Autowired
    private EventSink history;

    @Autowired
    private JdbcClient jdbc;

    private Http http;

    @BeforeEach
    void startFromNothing() {
        http = new Http(port);
        deleteAll(jdbc);
    }

    @Test
    void listsAnEventAsItWasMeasured() {
        var id = UUID.fromString("0190b6a5-6f0e-7c3a-8000-0123456789ab");
        history.append(List.of(new RedEvent(id, "ann", 0.25, Instant.parse("2026-03-01T12:00:00.5Z"))));

        assertThat(http.get("/stat/events?" + DAY).body()).isEqualTo("""
                {"events":[{"event_id":"0190b6a5-6f0e-7c3a-8000-0123456789ab","user_id":"ann","red_value":0.25,\
                "when":"2026-03-01T12:00:00.500Z"}],"next_cursor":null}""");
    }

    @Test
    void listsTheNewestFirstWithinTheWindow() {
        history.append(List.of(event("before", 1, "2026-02-28T23:59:59.999999Z"),
                event("first", 1, "2026-03-01T00:00:00Z"), event("last", 1, "2026-03-01T23:59:59.999999Z"),
                event("after", 1, "2026-03-02T00:00:00Z")));

        assertThat(users(http.json("/stat/events?" + DAY))).containsExactly("last", "first");
    }

    @Test
    void listsOnlyWhatIsRedderAndOfTheUser() {
        history.append(List.of(event("ann", 0.5, "2026-03-01T01:00:00Z"), event("ann", 0.6, "2026-03-01T02:00:00Z"),
                event("bob", 0.6, "2026-03-01T03:00:00Z")));

        var events = http.json("/stat/events?red_threshold=0.5&user_id=ann&" + DAY).path("events");

        assertThat(events).hasSize(1);
        assertThat(events.path(0).path("red_value").asDouble()).isEqualTo(0.6);
    }

    @Test
    void followingTheCursorVisitsEveryEventOnceWhileNewOnesArrive() {
        var now = Instant.now();
        var events = IntStream.range(0, 25).mapToObj(i -> event("ann", i, now.minusSeconds(100 + i / 5).toString()))
                .toList();
        history.append(events);
        history.append(List.of(event("bob", 1, now.minus(Duration.ofHours(25)).toString())));

        var visited = new ArrayList<String>();
        var page = http.json("/stat/events?limit=4");
        while (true) {
            visited.addAll(ids(page));
            history.append(
                    List.of(event("new", 1, Instant.now().toString()), event("new", 1, Instant.now().toString())));
            if (page.path("next_cursor").isNull()) {
                break;
            }
            page = http.json("/stat/events?limit=4&cursor=" + page.path("next_cursor").asString());
        }

        assertThat(visited).containsExactlyInAnyOrderElementsOf(
                events.stream().map(event -> event.eventId().toString()).toList());
    }

    @Test
    void aCursorGoesOnWithTheSameSelectionWhetherItIsRepeatedOrNot() {
        history.append(List.of(event("a\nb", 0.9, "2026-03-01T01:00:00Z"), event("a\nb", 0.9, "2026-03-01T02:00:00Z"),
                event("a\nb", 0.1, "2026-03-01T00:30:00Z"), event("bob", 0.9, "2026-03-01T00:30:00Z")));
        var selection = "red_threshold=0.5&user_id=a%0Ab&" + DAY;
        var cursor = http.json("/stat/events?limit=1&" + selection).path("next_cursor").asString();

        var alone = http.json("/stat/events?cursor=" + cursor);
        var repeated = http.json("/stat/events?cursor=" + cursor + "&" + selection);

        assertThat(alone.path("events")).hasSize(1);
        assertThat(alone.path("next_cursor").isNull()).isTrue();
        assertThat(repeated).isEqualTo(alone);
    }

    @Test
    void thereIsNoCursorAfterAFullLastPage() {
        history.append(List.of(event("ann", 1, "2026-03-01T01:00:00Z"), event("ann", 1, "2026-03-01T02:00:00Z")));

        assertThat(http.json("/stat/events?limit=2&" + DAY).path("next_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=2026-03-01T00:00:00.000000001Z", "to=2026-03-03T00:00:00Z", "red_threshold=0.5",
            "user_id=ann"})
    void refusesACursorOfAnotherSelection(String other) {
        history.append(List.of(event("ann", 1, "2026-03-01T01:00:00Z"), event("ann", 1, "2026-03-01T02:00:00Z")));
        var cursor = http.json("/stat/events?limit=1&" + DAY).path("next_cursor").asString();

        assertThat(wrongFields("/stat/events?" + other + "&cursor=" + cursor)).containsExactly("cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "%25", "2026-03-01T00:00:00Z\n2026-03-02T00:00:00Z\n\n\n\n",
            "2026-03-01T00:00:00Z\n2026-03-02T00:00:00Z\n\n2026-03-02T00:00:00Z\n0190b6a5-6f0e-7c3a-8000-0123456789ab\n",
            "2026-03-01T00:00:00Z\n2026-03-02T00:00:00Z\nNaN\n2026-03-01T00:00:00Z\n0190b6a5-6f0e-7c3a-8000-0123456789ab\n",
            "2026-03-01T00:00:00Z\n2026-03-02T00:00:00Z\n\n2026-03-01T00:00:00Z\n0190b6a5-6f0e-7c3a-8000-0123456789ab\n\0"})
    void refusesACursorThatItDidNotGive(String content) {
        var cursor = content.contains("\n")
                ? Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(UTF_8)) : content;

        assertThat(wrongFields("/stat/events?cursor=" + cursor)).containsExactly("cursor");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1001", "ten", "1.0", "99999999999"})
    void refusesALimitOutOfBounds(String limit) {
        assertThat(wrongFields("/stat/events?limit=" + limit)).containsExactly("limit");
    }

    @Test
    void namesEverythingWrongAtOnce() {
        assertThat(wrongFields("/stat/events?from=x&to=y&red_threshold=z&user_id=&limit=0&cursor=?"))
                .containsExactlyInAnyOrder("from", "to", "red_threshold", "user_id", "limit", "cursor");
    }

    private List<String> wrongFields(String query) {
        var answer = http.json(query);
        assertThat(answer.path("status").asInt()).isEqualTo(400);
        return answer.path("errors").valueStream().map(error -> error.path("field").asString()).toList();
    }

    private static List<String> ids(JsonNode page) {
        return page.path("events").valueStream().map(event -> event.path("event_id").asString()).toList();
    }

    private static List<String> users(JsonNode page) {
        return page.path("events").valueStream().map(event -> event.path("user_id").asString()).toList();
    }
}
