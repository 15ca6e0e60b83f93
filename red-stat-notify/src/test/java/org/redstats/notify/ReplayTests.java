package org.redstats.notify;

import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redstats.testing.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;

/** A client comes back and says what it saw last. */
class ReplayTests {

    private static Instance instance;
    private static Red red;

    @BeforeAll
    static void start() {
        instance = Instance.start("red.notify.replay.max-events=2000", "red.notify.outbox.max-alerts=100");
        red = new Red(TestBroker.shared());
    }

    @AfterAll
    static void stop() {
        red.close();
        instance.close();
    }

    @Test
    void getsWhatItMissedThenTheAnswerThenWhatIsNew() {
        var user = UUID.randomUUID().toString();
        try (var before = instance.connect("?red_threshold=0.5&user_id=" + user).subscribed();
                var after = instance.connect("")) {
            var seen = red.publish(user, 0.9);
            red.publish(user, 0.1);
            red.publish("somebody else", 0.9);
            var missed = red.publish(user, 0.8);
            before.nextIds(2);

            after.send("{\"red_threshold\":0.5,\"user_id\":\"%s\",\"since\":\"%s\"}".formatted(user, seen));

            assertThat(after.nextIds(1)).containsExactly(missed);
            assertThat(after.nextText()).isEqualTo(("{\"type\":\"subscribed\",\"red_threshold\":0.5,\"user_id\":\"%s\","
                    + "\"replayed\":1,\"complete\":true}").formatted(user));
            var fresh = red.publish(user, 0.7);
            assertThat(after.nextIds(1)).containsExactly(fresh);
        }
        assertThat(instance.meter("red.notify.replays", "result", "hit")).isPositive();
    }

    @Test
    void sayItInTheUrlAsWell() {
        var user = UUID.randomUUID().toString();
        try (var before = instance.connect("?red_threshold=0.5&user_id=" + user).subscribed()) {
            var seen = red.publish(user, 0.9);
            before.nextIds(1);

            try (var after = instance.connect("?red_threshold=0.5&user_id=" + user + "&since=" + seen)) {
                var answer = after.next();
                assertThat(answer.path("replayed").intValue()).isZero();
                assertThat(answer.path("complete").booleanValue()).isTrue();
            }
        }
    }

    @Test
    void mayBeMuchMoreThanFitsIntoAnOutbox() {
        var user = UUID.randomUUID().toString();
        var ids = IntStream.range(0, 1500).mapToObj(i -> red.publish(user, 0.9)).toList();
        try (var client = instance.connect("?red_threshold=0.5&user_id=" + user).subscribed()) {
            var last = red.publish(user, 0.9);
            client.readUntil(last, frame -> {});

            client.send("{\"red_threshold\":0.5,\"user_id\":\"%s\",\"since\":\"%s\"}".formatted(user, ids.getFirst()));

            assertThat(client.nextIds(1500).subList(0, 1499)).isEqualTo(ids.subList(1, 1500));
            assertThat(client.next().path("replayed").intValue()).isEqualTo(1500);
        }
    }

    @Test
    void isNotCompleteAfterAnEventThatNobodyRemembers() {
        var user = UUID.randomUUID().toString();
        try (var before = instance.connect("?red_threshold=0.5&user_id=" + user).subscribed();
                var after = instance.connect("")) {
            var remembered = red.publish(user, 0.9);
            before.nextIds(1);

            after.send("{\"red_threshold\":0.5,\"user_id\":\"%s\",\"since\":\"%s\"}".formatted(user,
                    UUID.randomUUID()));

            assertThat(after.nextIds(1)).containsExactly(remembered);
            var answer = after.next();
            assertThat(answer.path("replayed").intValue()).isEqualTo(1);
            assertThat(answer.path("complete").booleanValue(true)).isFalse();
        }
        assertThat(instance.meter("red.notify.replays", "result", "miss")).isPositive();
    }

    @Test
    void needsTheIdOfAnEvent() {
        try (var client = instance.connect("?red_threshold=0.5&since=yesterday")) {
            assertThat(client.next().path("detail").stringValue()).startsWith("since must be");
            client.send("{\"red_threshold\":0.5,\"since\":17}");
            assertThat(client.next().path("detail").stringValue()).startsWith("since must be");
            client.send("{\"red_threshold\":0.5,\"since\":null}").subscribed();
        }
    }
}
