package org.redstats.publisher;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.TestBroker;
import tools.jackson.databind.json.JsonMapper;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedPublisherTests {

    private static final TestBroker BROKER = TestBroker.shared();

    private final RedPublisher publisher = RedPublisher.builder(TestQueue.factory(BROKER))
            .confirmTimeout(Duration.ofSeconds(20))
            .maxInFlight(500)
            .appId("red-tests")
            .build();

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void sendsAllFourFieldsAndTheirProperties() throws Exception {
        try (var queue = TestQueue.on(BROKER)) {
            var event = publisher.publish("ann", 0.25);

            var message = queue.messages().getFirst();
            var body = JsonMapper.shared().readTree(message.getBody());
            assertThat(body.properties()).hasSize(4);
            assertThat(body.get("event_id").stringValue()).isEqualTo(event.eventId().toString());
            assertThat(body.get("user_id").stringValue()).isEqualTo("ann");
            assertThat(body.get("red_value").doubleValue()).isEqualTo(0.25);
            assertThat(body.get("when").stringValue()).isEqualTo(event.when().toString()).endsWith("Z");
            var properties = message.getProps();
            assertThat(properties.getContentType()).isEqualTo("application/json");
            assertThat(properties.getDeliveryMode()).isEqualTo(2);
            assertThat(properties.getMessageId()).isEqualTo(event.eventId().toString());
            assertThat(properties.getTimestamp().toInstant()).isEqualTo(event.when().truncatedTo(ChronoUnit.SECONDS));
            assertThat(properties.getAppId()).isEqualTo("red-tests");
        }
    }

    @Test
    void reachesEveryQueue() throws Exception {
        try (var one = TestQueue.on(BROKER); var two = TestQueue.on(BROKER)) {
            var event = publisher.publish("ann", 0.25);

            assertThat(one.events()).containsExactly(event);
            assertThat(two.events()).containsExactly(event);
        }
    }

    @Test
    void repeatsAnEventUnderItsOwnIdAndTime() throws Exception {
        try (var queue = TestQueue.on(BROKER)) {
            var event = RedPublisher.newEvent("ann", 0.25, Instant.parse("2026-03-01T12:00:00.123456Z"));

            assertThat(publisher.publish(event)).isEqualTo(event);
            assertThat(publisher.publish(event)).isEqualTo(event);

            assertThat(queue.events()).containsExactly(event, event);
        }
    }

    @Test
    void keepsTheOrderOfTheCaller() throws Exception {
        try (var queue = TestQueue.on(BROKER)) {
            var events = IntStream.range(0, 3_000)
                    .mapToObj(i -> RedPublisher.newEvent("ann", i, Instant.now()))
                    .toList();

            CompletableFuture.allOf(events.stream().map(publisher::publishAsync).toArray(CompletableFuture[]::new))
                    .get(60, SECONDS);

            assertThat(queue.events()).containsExactlyElementsOf(events);
            assertThat(publisher.published()).isEqualTo(3_000);
            assertThat(publisher.inFlight()).isZero();
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        try (var queue = TestQueue.on(BROKER)) {
            var events = IntStream.range(0, 1_000).mapToObj(i -> event("user-" + i)).toList();

            var published = events.parallelStream().map(publisher::publish).toList();

            assertThat(published).containsExactlyElementsOf(events);
            assertThat(queue.events()).containsExactlyInAnyOrderElementsOf(events);
        }
    }

    @Test
    void letsACallbackPublishAndWait() throws Exception {
        try (var queue = TestQueue.on(BROKER)) {
            var second = publisher.publishAsync("ann", 0.1).thenApply(first -> publisher.publish("bob", 0.2));

            assertThat(second.get(30, SECONDS).userId()).isEqualTo("bob");
            assertThat(queue.events()).extracting(RedEvent::userId).containsExactly("ann", "bob");
        }
    }

    @Test
    @RequiresRabbitMq // the embedded broker refuses it before it sends it back
    void saysThatNoQueueIsBound() {
        assertThatExceptionOfType(RedPublishException.class).isThrownBy(() -> publisher.publish("ann", 0.25))
                .withMessageContaining("no queue is bound")
                .satisfies(e -> {
                    assertThat(e.reason()).isEqualTo(Reason.NO_QUEUE);
                    assertThat(e.mayHaveArrived()).isFalse();
                    assertThat(e.event().userId()).isEqualTo("ann");
                });
        assertThat(publisher.failed(Reason.NO_QUEUE)).isOne();
        assertThat(publisher.published()).isZero();
    }

    @Test
    void failsOnlyTheEventsThatFoundNoQueue() throws Exception {
        var lost = Stream.generate(() -> publisher.publishAsync("ann", 1)).limit(100).toList();
        assertThat(lost).allSatisfy(outcome -> assertThat(outcome).failsWithin(Duration.ofSeconds(30)));

        try (var queue = TestQueue.on(BROKER)) {
            var event = publisher.publish(((RedPublishException) lost.getFirst().exceptionNow()).event());

            assertThat(queue.events()).containsExactly(event);
        }
    }

    @Test
    @RequiresRabbitMq
    void saysThatTheBrokerRefuses() throws Exception {
        try (var full = TestQueue.on(BROKER, Map.of("x-max-length", 1, "x-overflow", "reject-publish"))) {
            publisher.publish("ann", 0.1);

            assertThatExceptionOfType(RedPublishException.class).isThrownBy(() -> publisher.publish("bob", 0.2))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
            assertThat(full.events()).extracting(RedEvent::userId).containsExactly("ann");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesAnImpossibleValueAtOnce(double redValue) {
        assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> publisher.publishAsync("ann", redValue))
                .satisfies(e -> assertThat(e.field()).isEqualTo("red_value"));
    }

    @Test
    void refusesWhatNoReaderWouldAcceptBeforeAnythingIsSent() throws Exception {
        var tomorrow = new RedEvent(UUID.randomUUID(), "ann", 0.1, Instant.now().plusSeconds(86_400));
        try (var queue = TestQueue.on(BROKER)) {
            assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> publisher.publish("", 0.1));
            assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> publisher.publish("x".repeat(129), 0.1));
            assertThatExceptionOfType(InvalidRedEvent.class).isThrownBy(() -> publisher.publish(tomorrow));
            publisher.publish("bob", 0.2);

            assertThat(queue.events()).extracting(RedEvent::userId).containsExactly("bob");
        }
    }

    @Test
    void settlesWhatIsInFlightBeforeItCloses() throws Exception {
        try (var queue = TestQueue.on(BROKER)) {
            var outcomes = Stream.generate(() -> publisher.publishAsync("ann", 1)).limit(400).toList();

            publisher.close();

            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).succeedsWithin(Duration.ofSeconds(30)));
            assertThat(queue.events()).hasSize(400);
        }
    }

    @Test
    void acceptsNothingOnceItIsClosed() {
        publisher.close();
        publisher.close();

        assertThatExceptionOfType(RedPublishException.class).isThrownBy(() -> publisher.publish("ann", 0.1))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
    }

    @Test
    void keepsItsRoomWhenACallerGivesAnOutcomeUp() throws Exception {
        try (var queue = TestQueue.on(BROKER)) {
            for (var i = 0; i < 2_000; i++) {
                publisher.publishAsync("ann", i).cancel(true);
            }
            publisher.publish("bob", 1);

            assertThat(queue.events()).hasSize(2_001);
        }
    }

    private static RedEvent event(String userId) {
        return RedPublisher.newEvent(userId, 0.5, Instant.now());
    }
}
