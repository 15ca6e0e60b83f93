package org.redstats.publisher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.publisher.RedPublishSpool.WhenFull;
import org.redstats.testing.Line;
import org.redstats.testing.Line.Direction;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class SpoolTests {

    private static final TestBroker BROKER = TestBroker.shared();
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;
    private Line line;
    private TestQueue queue;

    @BeforeEach
    void connect() throws Exception {
        line = Line.to(BROKER.host(), BROKER.port());
        queue = TestQueue.on(BROKER);
    }

    @AfterEach
    void disconnect() throws IOException {
        queue.close();
        line.close();
    }

    @Test
    void staysAwayFromTheDiskWhileAllIsWell() throws Exception {
        try (var publisher = spooling().build()) {
            var events = published(publisher, 100);

            assertThat(queue.events()).containsExactlyElementsOf(events);
            assertThat(state(publisher).written()).isZero();
            assertThat(folder.resolve("events.mv")).doesNotExist();
        }
    }

    @Test
    void keepsEventsWhileTheBrokerIsAwayAndRepublishesThemInOrder() throws Exception {
        try (var publisher = spooling().build()) {
            line.refuse();
            var events = published(publisher, 700);
            assertThat(state(publisher).events()).isEqualTo(700);
            assertThat(state(publisher).bytes()).isPositive();
            assertThat(publisher.published()).isZero();

            line.heal();
            awaitEmpty(publisher);

            assertThat(queue.events()).containsExactlyElementsOf(events);
            assertThat(state(publisher).republished()).isEqualTo(700);
            assertThat(publisher.published()).isEqualTo(700);
        }
    }

    @Test
    void givesTheDiskBackAndGoesDirectlyAgain() throws Exception {
        try (var publisher = spooling().build()) {
            line.refuse();
            published(publisher, 10);
            line.heal();
            await().atMost(PATIENCE).until(() -> Files.notExists(folder.resolve("events.mv")));

            published(publisher, 1);

            assertThat(state(publisher)).isEqualTo(new RedPublishSpool(0, 0, 10, 10, 0, 0, true));
            assertThat(queue.events()).hasSize(11);
        }
    }

    @Test
    void republishesWhatAnEarlierPublisherLeftBeforeAnythingNew() throws Exception {
        line.refuse();
        List<RedEvent> events;
        try (var publisher = spooling().build()) {
            events = published(publisher, 50);
        }
        line.heal();
        try (var publisher = spooling().build()) {
            events.addAll(published(publisher, 50));
            awaitEmpty(publisher);

            assertThat(queue.events()).containsExactlyElementsOf(events);
        }
    }

    @Test
    void losesNothingAndKeepsTheOrderOverCuts() throws Exception {
        try (var publisher = spooling().maxInFlight(200).build()) {
            var outcomes = new ArrayList<CompletableFuture<RedEvent>>();
            for (var round = 0; round < 3; round++) {
                IntStream.range(0, 500).forEach(i -> outcomes.add(next(publisher, outcomes.size())));
                line.cut();
                IntStream.range(0, 500).forEach(i -> outcomes.add(next(publisher, outcomes.size())));
                awaitEmpty(publisher);
            }

            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).succeedsWithin(PATIENCE));
            awaitEmpty(publisher);
            assertThat(new LinkedHashSet<>(queue.events()))
                    .containsExactlyElementsOf(outcomes.stream().map(CompletableFuture::resultNow).toList());
            assertThat(state(publisher).written()).isPositive();
        }
    }

    @Test
    void takesWhatASilentBrokerDoesNotConfirmInTime() throws Exception {
        try (var publisher = spooling().confirmTimeout(SHORT).build()) {
            published(publisher, 1);
            line.lose(Direction.FROM_SERVER);

            var events = published(publisher, 50);
            assertThat(state(publisher).events()).isEqualTo(50);

            line.heal();
            line.cut();
            awaitEmpty(publisher);
            assertThat(new LinkedHashSet<>(queue.events())).containsSequence(events);
        }
    }

    @Test
    @RequiresRabbitMq
    void outlastsAMemoryAlarmOfTheBroker() throws Exception {
        try (var broker = TestBroker.startPrivate();
                var durable = TestQueue.durableOn(broker);
                var publisher = spooling(RedPublisher.builder(TestQueue.factory(broker))).confirmTimeout(SHORT)
                        .build()) {
            var events = published(publisher, 1);
            broker.raiseMemoryAlarm();
            events.addAll(published(publisher, 200));
            assertThat(state(publisher).events()).isEqualTo(200);

            broker.clearMemoryAlarm();
            awaitEmpty(publisher);
            assertThat(new LinkedHashSet<>(durable.events())).containsExactlyElementsOf(events);
        }
    }

    @Test
    @RequiresRabbitMq
    void outlastsARestartOfTheBroker() throws Exception {
        try (var broker = TestBroker.startPrivate();
                var publisher = spooling(RedPublisher.builder(TestQueue.factory(broker))).build()) {
            var events = new ArrayList<RedEvent>();
            TestQueue.durableOn(broker).close();
            events.addAll(published(publisher, 20));
            broker.stop();
            events.addAll(published(publisher, 200));
            broker.startAgain();
            events.addAll(published(publisher, 20));
            awaitEmpty(publisher);

            try (var durable = TestQueue.durableOn(broker)) {
                assertThat(new LinkedHashSet<>(durable.events())).containsExactlyElementsOf(events);
            }
        }
    }

    @Test
    void keepsEventsUntilSomebodyBindsAQueue() throws Exception {
        queue.close();
        try (var publisher = spooling().build()) {
            var events = published(publisher, 5);
            queue = TestQueue.on(BROKER);
            awaitEmpty(publisher);

            assertThat(queue.events()).containsExactlyElementsOf(events);
        }
    }

    @Test
    void refusesWhatFindsNoRoom() throws Exception {
        line.refuse();
        try (var publisher = spooling().spoolMaxEvents(3).whenSpoolFull(WhenFull.REJECT).build()) {
            var events = published(publisher, 3);
            assertThat(reasonOf(publisher)).isEqualTo(Reason.SPOOL_FULL);
            assertThat(state(publisher).accepting()).isFalse();
            assertThat(publisher.failed(Reason.SPOOL_FULL)).isOne();

            line.heal();
            awaitEmpty(publisher);
            assertThat(queue.events()).containsExactlyElementsOf(events);
            assertThat(state(publisher).accepting()).isTrue();
        }
    }

    @Test
    void waitsForRoomButNotForEver() throws Exception {
        line.refuse();
        try (var publisher = spooling().spoolMaxEvents(3).whenSpoolFull(WhenFull.BLOCK).spoolTimeout(SHORT).build()) {
            published(publisher, 3);

            assertThat(reasonOf(publisher)).isEqualTo(Reason.SPOOL_FULL);
            assertThat(state(publisher).events()).isEqualTo(3);
        }
    }

    @Test
    void letsInWhoWaitedForRoom() throws Exception {
        line.refuse();
        try (var publisher = spooling().spoolMaxEvents(3).whenSpoolFull(WhenFull.BLOCK).spoolTimeout(PATIENCE)
                .build()) {
            var events = published(publisher, 3);
            var fourth = publisher.publishAsync("ann", 4);

            line.heal();

            assertThat(fourth).succeedsWithin(PATIENCE);
            events.add(fourth.resultNow());
            awaitEmpty(publisher);
            assertThat(queue.events()).containsExactlyElementsOf(events);
        }
    }

    @Test
    void dropsTheOldestAndCountsThem() throws Exception {
        line.refuse();
        try (var publisher = spooling().spoolMaxEvents(3).whenSpoolFull(WhenFull.DROP_OLDEST).build()) {
            var events = published(publisher, 5);
            assertThat(state(publisher).dropped()).isEqualTo(2);

            line.heal();
            awaitEmpty(publisher);
            assertThat(queue.events()).containsAll(events.subList(2, 5)).doesNotContain(events.get(1));
        }
    }

    @Test
    void republishesNoFasterThanItMay() throws Exception {
        line.refuse();
        try (var publisher = spooling().republishPerSecond(1).build()) {
            published(publisher, 100);
            line.heal();

            await().atMost(PATIENCE).until(() -> state(publisher).republished() > 0);

            assertThat(state(publisher).events()).isGreaterThan(10);
        }
    }

    @Test
    void belongsToOnePublisher() throws Exception {
        var publisher = spooling().build();
        assertThatIllegalStateException().isThrownBy(() -> spooling().build())
                .withMessageContaining("in use by another publisher");
        publisher.close();
        spooling().build().close();
    }

    @Test
    void saysThatItsFolderCannotBeUsed() throws Exception {
        var file = Files.createFile(folder.resolve("file"));

        assertThatIllegalStateException().isThrownBy(() -> spooling().spool(file).build())
                .withMessageContaining(file.toString());
    }

    @Test
    void refusesImpossibleSettings() {
        assertThatIllegalArgumentException().isThrownBy(() -> spooling().spoolMaxEvents(0).build());
        assertThatIllegalArgumentException().isThrownBy(() -> spooling().spoolTimeout(Duration.ZERO).build());
        assertThatIllegalArgumentException().isThrownBy(() -> spooling().republishPerSecond(0).build());
    }

    @Test
    void setsADamagedFileAside() throws Exception {
        Files.writeString(folder.resolve("events.mv"), "not a spool ".repeat(10_000));

        assertDamagedFileIsSetAside();
    }

    @Test
    void setsATruncatedFileAside() throws Exception {
        leaveAFile();
        try (var file = new RandomAccessFile(folder.resolve("events.mv").toFile(), "rw")) {
            file.setLength(9_000); // less than its head and one change, to which it could go back
        }

        assertDamagedFileIsSetAside();
    }

    @Test
    void setsAFileAsideWhoseMiddleIsDamaged() throws Exception {
        leaveAFile();
        try (var file = new RandomAccessFile(folder.resolve("events.mv").toFile(), "rw")) {
            for (var position = 9_000L; position < file.length() - 9_000; position += 512) {
                file.seek(position);
                file.write(new byte[256]);
            }
        }

        assertDamagedFileIsSetAside();
    }

    private void leaveAFile() throws IOException {
        line.refuse();
        try (var publisher = spooling().build()) {
            published(publisher, 2_000);
        }
        line.heal();
    }

    private void assertDamagedFileIsSetAside() throws IOException {
        try (var publisher = spooling().build(); var files = Files.newDirectoryStream(folder, "events.mv.damaged-*")) {
            await().atMost(PATIENCE).until(() -> state(publisher).damaged() == 1);
            var event = publisher.publish("ann", 1);
            awaitEmpty(publisher);

            assertThat(queue.events()).contains(event);
            assertThat(files).hasSize(1);
        }
    }

    private RedPublisher.Builder spooling() {
        return spooling(RedPublisher.builder(TestQueue.factory(line)));
    }

    private RedPublisher.Builder spooling(RedPublisher.Builder builder) {
        return builder.spool(folder).confirmTimeout(Duration.ofSeconds(20)).spoolTimeout(Duration.ofSeconds(20));
    }

    private static RedPublishSpool state(RedPublisher publisher) {
        return publisher.spool().orElseThrow();
    }

    private static void awaitEmpty(RedPublisher publisher) {
        await().atMost(PATIENCE).until(() -> publisher.inFlight() == 0 && state(publisher).events() == 0);
    }

    private static List<RedEvent> published(RedPublisher publisher, int count) {
        return new ArrayList<>(
                Stream.generate(() -> publisher.publishAsync(RedPublisher.newEvent("ann", 1, Instant.now())))
                        .limit(count)
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList());
    }

    private static CompletableFuture<RedEvent> next(RedPublisher publisher, int number) {
        return publisher.publishAsync("user-" + number % 3, number);
    }

    private static Reason reasonOf(RedPublisher publisher) {
        var failure = new ArrayList<RedPublishException>();
        assertThatExceptionOfType(RedPublishException.class).isThrownBy(() -> publisher.publish("ann", 1))
                .satisfies(failure::add);
        return failure.getFirst().reason();
    }
}
