package org.redstats.notify;

import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redstats.testing.TestBroker;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The same by server-sent events. */
class EventStreamTests {

    private static Instance instance;
    private static Red red;

    @BeforeAll
    static void start() {
        instance = Instance.start("red.notify.allowed-origins=https://*.example.org",
                "red.notify.connection.ping-interval=500ms", "red.notify.connection.silence=1s");
        red = new Red(TestBroker.shared());
    }

    @AfterAll
    static void stop() {
        red.close();
        instance.close();
    }

    @Test
    void eachAlertIsAnEventWithItsId() {
        try (var stream = instance.stream("?red_threshold=0.5&user_id=J%C3%BCrgen").subscribed()) {
            red.publish("Jürgen", 0.4);
            var one = red.publish("Jürgen", 0.9);
            var two = red.publish("Jürgen", 0.9);

            assertThat(stream.nextIds(2)).containsExactly(one, two);
            assertThat(stream.answer().headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        }
    }

    @Test
    void resumesAfterTheLastEventId() {
        var user = UUID.randomUUID().toString();
        try (var before = instance.stream("?red_threshold=0.5&user_id=" + user).subscribed()) {
            var first = red.publish(user, 0.9);
            var second = red.publish(user, 0.9);
            before.nextIds(2);

            // The header is the browser's and newer than what the page wrote into the URL.
            try (var after = instance.stream("?red_threshold=0.5&user_id=" + user + "&since=" + UUID.randomUUID(),
                    "Last-Event-ID", first)) {
                assertThat(after.nextIds(1)).containsExactly(second);
                var answer = after.next();
                assertThat(answer.path("replayed").intValue()).isEqualTo(1);
                assertThat(answer.path("complete").booleanValue()).isTrue();
            }
        }
    }

    @Test
    void isKeptAliveByComments() {
        try (var stream = instance.stream("?red_threshold=0.5").subscribed()) {
            for (var i = 0; i < 4; i++) {
                assertThat(stream.nextLine()).isEqualTo(": ping");
            }
        }
    }

    @Test
    void isForgottenWhenItsClientLeaves() {
        var user = UUID.randomUUID().toString();
        var before = instance.meter("red.notify.connections");
        instance.stream("?red_threshold=0.5&user_id=" + user).subscribed().close();

        Awaitility.await().until(() -> instance.meter("red.notify.connections") <= before);
    }

    @Test
    void endsWithATimeToComeBackWhenTheInstanceStops() {
        var stopping = Instance.start();
        try (var stream = stopping.stream("?red_threshold=0.5").subscribed()) {
            stopping.close();

            assertThat(stream.nextLine()).matches("retry: \\d+");
            assertThat(stream.nextLine()).isEqualTo("END");
        }
    }

    @ParameterizedTest
    @CsvSource({"'', red_threshold", "?user_id=1, red_threshold", "?red_threshold=red, red_threshold",
            "?red_threshold=1&user_id=, user_id", "?red_threshold=1&since=1, since"})
    void refusesWhatNoFrameCouldRepair(String query, String field) throws Exception {
        var answer = instance.get("/ws/events" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        var errors = JsonMapper.shared().readTree(answer.body()).path("errors");
        assertThat(errors.size()).isEqualTo(1);
        assertThat(errors.path(0).path("field").stringValue()).isEqualTo(field);
        assertThat(errors.path(0).path("message").stringValue()).isNotBlank();
    }

    @Test
    void letsOnlyTheConfiguredOriginsRead() throws Exception {
        try (var stream = instance.stream("?red_threshold=0.5", "Origin", "https://live.example.org").subscribed()) {
            assertThat(stream.answer().headers().firstValue("Access-Control-Allow-Origin"))
                    .hasValue("https://live.example.org");
        }
        assertThat(instance.get("/ws/events?red_threshold=0.5", "Origin", "https://example.com").statusCode())
                .isEqualTo(403);
    }
}
