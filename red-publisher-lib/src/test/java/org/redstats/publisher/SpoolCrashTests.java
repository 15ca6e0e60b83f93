package org.redstats.publisher;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.testing.Line;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class SpoolCrashTests {

    private static final TestBroker BROKER = TestBroker.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 6;

    @TempDir
    private Path folder;

    @Test
    void whatWasSafeIsThereAfterEveryKill() throws Exception {
        var random = new Random();
        var safe = new ArrayList<UUID>();
        try (var line = Line.to(BROKER.host(), BROKER.port()); var queue = TestQueue.on(BROKER)) {
            for (var round = 0; round < ROUNDS; round++) {
                var log = folder.resolve("round-" + round);
                try (var red = ServiceProcess.start(loop(line, round * 1_000_000), Map.of(), log)) {
                    awaitLines(red, log, random.nextInt(1, 300));
                    if (round % 3 > 0) {
                        line.refuse();
                        line.cut();
                        awaitLines(red, log, safeLines(log).size() + random.nextInt(1, 300));
                    }
                    if (round % 3 > 1) {
                        line.heal();
                        awaitLines(red, log, safeLines(log).size() + random.nextInt(1, 2_000));
                    }
                    kill(red);
                }
                safeLines(log).forEach(id -> safe.add(UUID.fromString(id)));
                if (random.nextBoolean()) {
                    line.heal();
                }
            }
            line.heal();
            drain(line);

            assertThatAllAreThere(queue.events(), safe);
        }
    }

    @Test
    void losesNothingThatWasSafeWhenTheDiskIsFull() throws Exception {
        var safe = new ArrayList<UUID>();
        try (var line = Line.to(BROKER.host(), BROKER.port()); var queue = TestQueue.on(BROKER)) {
            line.refuse();
            var command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 800; exec \"$@\"", "sh",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(loop(line, 0));
            var red = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .start();
            try (var output = red.inputReader()) {
                readUntilItFails(output, safe);
            } finally {
                red.destroyForcibly().waitFor();
            }
            line.heal();
            drain(line);

            assertThat(safe).isNotEmpty();
            assertThatAllAreThere(queue.events(), safe);
        }
    }

    private static void kill(ServiceProcess red) {
        var process = ProcessHandle.of(red.pid()).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        process.onExit().join();
    }

    private static void readUntilItFails(BufferedReader output, List<UUID> safe) throws IOException {
        var failures = 0;
        while (failures < 50) {
            var next = output.readLine();
            assertThat(next).as("the next line of a process that goes on").isNotNull();
            if (next.equals(PublishingLoop.NOT_SAFE + Reason.SPOOL_FAILED)) {
                failures++;
            } else if (isSafe(next)) {
                safe.add(UUID.fromString(next));
            }
        }
    }

    private List<String> loop(Line line, int first) {
        var broker = TestQueue.factory(line);
        return List.of("-cp", System.getProperty("java.class.path"), PublishingLoop.class.getName(), broker.getHost(),
                Integer.toString(broker.getPort()), folder.resolve("spool").toString(), Integer.toString(first));
    }

    private static void awaitLines(ServiceProcess red, Path log, int count) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            red.requireAlive();
            return safeLines(log).size() >= count;
        });
    }

    private static List<String> safeLines(Path log) throws IOException {
        return Files.readString(log).lines().filter(SpoolCrashTests::isSafe).toList();
    }

    private static boolean isSafe(String line) {
        return line.matches("[0-9a-f-]{36}");
    }

    private void drain(Line line) {
        try (var publisher = RedPublisher.builder(TestQueue.factory(line)).spool(folder.resolve("spool")).build()) {
            await().atMost(PATIENCE).until(() -> publisher.spool().orElseThrow().events() == 0);
        }
    }

    /** In order for each user, and repeated only as the same event. */
    private static void assertThatAllAreThere(List<RedEvent> arrived, List<UUID> safe) {
        var distinct = new LinkedHashSet<>(arrived);
        assertThat(distinct).extracting(RedEvent::eventId).doesNotHaveDuplicates().containsAll(safe);
        for (var user = 0; user < 3; user++) {
            var userId = "user-" + user;
            assertThat(distinct).filteredOn(event -> event.userId().equals(userId))
                    .extracting(RedEvent::redValue)
                    .isSorted();
        }
    }
}
