package org.redstats.publisher;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future.State;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.testing.Line;
import org.redstats.testing.Line.Direction;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class FaultTests {

    private static final TestBroker BROKER = TestBroker.shared();
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void failsAndDoesNotHammerWhereItIsNotLetIn() throws Exception {
        try (var line = Line.to(BROKER.host(), BROKER.port());
                var publisher = RedPublisher.connect(TestQueue.factory(line))) {
            line.refuse();
            for (var i = 0; i < 100; i++) {
                assertThat(reasonOf(publisher)).isEqualTo(Reason.NOT_CONNECTED);
            }
            assertThat(line.connections()).isPositive().isLessThan(50);
        }
    }

    @Test
    void failsInTimeWhereSomebodyListensWhoNeverAnswers() throws Exception {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var publisher = RedPublisher.builder(
                        TestQueue.factory(mute.getInetAddress().getHostAddress(), mute.getLocalPort()))
                        .confirmTimeout(SHORT)
                        .build()) {
            assertThat(reasonOf(publisher)).isIn(Reason.NOT_SENT, Reason.NOT_CONNECTED);
        }
    }

    @Test
    void connectsAgainAfterACut() throws Exception {
        try (var line = Line.to(BROKER.host(), BROKER.port());
                var queue = TestQueue.on(BROKER);
                var publisher = RedPublisher.connect(TestQueue.factory(line))) {
            publisher.publish("ann", 0.1);
            line.cut();

            publishUntilItWorks(publisher, "bob");

            assertThat(queue.events()).extracting(RedEvent::userId).containsExactly("ann", "bob");
            assertThat(line.connections()).isEqualTo(2);
        }
    }

    @Test
    void settlesEveryEventThatACutLeavesBehindAndConfirmsNoneThatIsLost() throws Exception {
        try (var line = Line.to(BROKER.host(), BROKER.port());
                var queue = TestQueue.on(BROKER);
                var publisher = RedPublisher.builder(TestQueue.factory(line)).maxInFlight(200).build()) {
            var outcomes = new ArrayList<CompletableFuture<RedEvent>>();
            for (var round = 0; round < 3; round++) {
                publishUntilItWorks(publisher, "ann");
                Stream.generate(() -> publisher.publishAsync("bob", 0.2)).limit(1_000).forEach(outcomes::add);
                line.cut();
                Stream.generate(() -> publisher.publishAsync("bob", 0.3)).limit(1_000).forEach(outcomes::add);
            }

            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.handle((event, e) -> "settled"))
                    .succeedsWithin(PATIENCE));
            var arrived = new HashSet<>(queue.events());
            assertThat(outcomes).filteredOn(outcome -> outcome.state() == State.SUCCESS)
                    .isNotEmpty()
                    .allSatisfy(outcome -> assertThat(arrived).contains(outcome.resultNow()));
            assertThat(outcomes).filteredOn(outcome -> outcome.state() == State.FAILED)
                    .isNotEmpty()
                    .map(outcome -> (RedPublishException) outcome.exceptionNow())
                    .filteredOn(failure -> !failure.mayHaveArrived())
                    .allSatisfy(failure -> assertThat(arrived).doesNotContain(failure.event()));
        }
    }

    @Test
    void saysThatAConfirmDidNotComeInTime() throws Exception {
        try (var line = Line.to(BROKER.host(), BROKER.port());
                var queue = TestQueue.on(BROKER);
                var publisher = RedPublisher.builder(TestQueue.factory(line)).confirmTimeout(SHORT).build()) {
            publishUntilItWorks(publisher, "ann");
            line.lose(Direction.FROM_SERVER);

            assertThatExceptionOfType(RedPublishException.class).isThrownBy(() -> publisher.publish("bob", 0.2))
                    .withMessageContaining("may or may not have arrived")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_CONFIRMED));
            await().atMost(PATIENCE)
                    .until(() -> queue.events().stream().anyMatch(event -> event.userId().equals("bob")));
        }
    }

    @Test
    void sendsNothingWhileTheBrokerBlocksItsPublishers() throws Exception {
        try (var line = Line.to(BROKER.host(), BROKER.port());
                var queue = TestQueue.on(BROKER);
                var publisher = RedPublisher.builder(TestQueue.factory(line)).confirmTimeout(SHORT).build()) {
            publishUntilItWorks(publisher, "ann");
            BrokerInNeed.sayBlocked(line);

            await().atMost(PATIENCE).until(() -> reasonOf(publisher) == Reason.NOT_SENT);
            queue.messages();
            assertThat(reasonOf(publisher)).isEqualTo(Reason.NOT_SENT);
            assertThat(queue.events()).isEmpty();

            BrokerInNeed.sayUnblocked(line);
            publishUntilItWorks(publisher, "bob");
            assertThat(queue.events()).extracting(RedEvent::userId).containsOnly("bob");
        }
    }

    @Test
    void waitsForRoomNoLongerThanAnEventMayTake() throws Exception {
        try (var line = Line.to(BROKER.host(), BROKER.port());
                var queue = TestQueue.on(BROKER);
                var publisher = RedPublisher.builder(TestQueue.factory(line)).confirmTimeout(SHORT).maxInFlight(3)
                        .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            publishUntilItWorks(publisher, "ann");
            line.lose(Direction.FROM_SERVER);

            var reasons = Stream.generate(() -> CompletableFuture.supplyAsync(() -> reasonOf(publisher), threads))
                    .limit(12)
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();

            assertThat(reasons).isSubsetOf(Reason.NOT_CONFIRMED, Reason.NOT_SENT, Reason.OVERLOADED);
            assertThat(publisher.inFlight()).isZero();
            assertThat(queue.events()).isNotEmpty();
        }
    }

    @Test
    void closesInTimeThoughTheBrokerIsSilent() throws Exception {
        var line = Line.to(BROKER.host(), BROKER.port());
        try (line; var queue = TestQueue.on(BROKER)) {
            var publisher = RedPublisher.builder(TestQueue.factory(line)).confirmTimeout(SHORT).build();
            publishUntilItWorks(publisher, "ann");
            line.lose(Direction.FROM_SERVER);
            var outcome = publisher.publishAsync("bob", 0.2);

            publisher.close();

            assertThat(outcome).failsWithin(PATIENCE);
            assertThat(queue.events()).isNotEmpty();
        }
    }

    @Test
    @RequiresRabbitMq
    void failsWhileTheBrokerIsAwayAndWorksWhenItIsBack() throws Exception {
        try (var broker = TestBroker.startPrivate();
                var publisher = RedPublisher.connect(TestQueue.factory(broker))) {
            try (var queue = TestQueue.on(broker)) {
                publisher.publish("ann", 0.1);
                assertThat(queue.events()).hasSize(1);
            }

            broker.stop();
            assertThat(reasonOf(publisher)).isIn(Reason.NOT_CONNECTED, Reason.CONNECTION_LOST);

            broker.startAgain();
            try (var queue = TestQueue.on(broker)) {
                publishUntilItWorks(publisher, "bob");
                assertThat(queue.events()).extracting(RedEvent::userId).containsExactly("bob");
            }
        }
    }

    private static void publishUntilItWorks(RedPublisher publisher, String userId) {
        await().atMost(PATIENCE).ignoreException(RedPublishException.class)
                .until(() -> publisher.publish(userId, 0.1) != null);
    }

    /** Null when it was published. */
    private static @Nullable Reason reasonOf(RedPublisher publisher) {
        try {
            publisher.publish("ann", 0.1);
            return null;
        } catch (RedPublishException e) {
            return e.reason();
        }
    }
}
