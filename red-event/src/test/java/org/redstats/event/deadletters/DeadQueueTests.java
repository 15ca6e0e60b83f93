package org.redstats.event.deadletters;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.deadletters.DeadQueue.Fate;
import org.redstats.event.intake.RedQueue;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What is left in a dead queue when it was read, whatever happened meanwhile. */
class DeadQueueTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    @RequiresRabbitMq
    void canBeReadAnyNumberOfTimes(String type) {
        var limit = type.equals("quorum") ? Map.<String, Object>of("x-queue-type", type, "x-delivery-limit",
                DeadQueue.MAX_READS + 1) : Map.<String, Object>of("x-queue-type", type);
        try (var letters = new LettersOfTest(limit)) {
            var ids = letters.setAsideGood("ann", 3);
            var deadQueue = deadQueue(letters);

            for (var i = 0; i < 4 * DeadQueue.MAX_READS; i++) {
                var seen = new ArrayList<UUID>();
                await().atMost(PATIENCE).until(() -> letters.waiting(letters.queue.deadName()) == ids.size());
                deadQueue.read(letter -> {
                    seen.add(UUID.fromString(letter.id()));
                    assertThat(letter.reason()).isEqualTo("refused by the database");
                    return Fate.KEEP;
                }, taken -> {});
                assertThat(seen).as("reading " + i).containsExactlyInAnyOrderElementsOf(ids);
            }
        }
    }

    @Test
    void keepsWhatWasSentBackButNotYetTakenOut() {
        try (var letters = new LettersOfTest(Map.of())) {
            letters.setAside(LettersOfTest.body("ann"), "refused by the database");
            var deadQueue = deadQueue(letters);

            assertThatThrownBy(() -> deadQueue.read(letter -> Fate.TAKE_OUT, taken -> {
                letters.deadLetters.sendBack(letters.queue, Letter.messages(taken));
                throw new IllegalStateException("the power is cut");
            })).hasRootCauseMessage("the power is cut");
            await().atMost(PATIENCE).until(() -> letters.waiting(letters.queue.deadName()) == 1);
            assertThat(letters.run("replay", "--all").exitCode()).isZero();

            var events = letters.events();
            assertThat(events).hasSize(2);
            assertThat(events.getFirst()).isEqualTo(events.getLast());
        }
    }

    @Test
    void losesNothingWhenItsProcessIsKilled() {
        try (var letters = new LettersOfTest(Map.of())) {
            var ids = letters.setAsideGood("ann", 2_000);

            try (var replay = ServiceProcess.start(replayAll(), Map.of(), folder.resolve("replay.log"))) {
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
                    replay.requireAlive();
                    return letters.waiting(letters.queue.name()) > 0;
                });
                var process = ProcessHandle.of(replay.pid()).orElseThrow();
                assertThat(process.destroyForcibly()).isTrue();
                process.onExit().join();
            }
            // The broker has noticed when nothing more changes; what it still holds for the dead comes back.
            await().atMost(PATIENCE).until(() -> letters.waiting(letters.queue.deadName())
                    + letters.waiting(letters.queue.name()) >= ids.size());
            assertThat(letters.waiting(letters.queue.deadName())).isPositive();
            await().atMost(PATIENCE).until(() -> letters.run("replay", "--all").exitCode() == 0
                    && letters.waiting(letters.queue.deadName()) == 0);

            var events = letters.events();
            assertThat(events).extracting(event -> event.eventId()).containsAll(ids);
            assertThat(new HashSet<>(events)).hasSameSizeAs(ids);
        }
    }

    private static DeadQueue deadQueue(LettersOfTest letters) {
        return new DeadQueue(letters.queue, letters.rabbit, letters.deadLetters, Clock.systemUTC());
    }

    private static List<String> replayAll() {
        var command = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                DeadQueueTests.class.getName(), DeadLetterCommand.NAME, "replay", "--all"));
        command.addAll(LettersOfTest.whereTheBrokerIs());
        return command;
    }

    /** The command as a process, on the queue of these tests. */
    public static void main(String[] arguments) {
        System.exit(DeadLetterCommand.run(new RedQueue("red.letters-tests"), arguments));
    }
}
