package org.redstats.notify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redstats.testing.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that take less than there is for them. */
class SlowClientTests {

    private static final int MAX_FRAME = 8 * 1024;
    /** Long, so that few of them fill the buffers of both kernels. */
    private static final String USER = "u".repeat(128);
    private static final int MANY = 20_000;
    private static final int STOPPED = 300;

    private static Instance instance;
    private static Red red;

    @BeforeAll
    static void start() {
        instance = Instance.start("red.notify.outbox.max-alerts=200", "red.notify.outbox.frame-size=" + MAX_FRAME + "B",
                "red.notify.connection.send-buffer=16KB", "red.notify.connection.send-timeout=60s",
                "red.notify.connection.silence=120s");
        red = new Red(TestBroker.shared());
    }

    @AfterAll
    static void stop() {
        red.close();
        instance.close();
    }

    @Test
    void getBatchesInOrderAndAreToldExactlyWhatTheyMissed() {
        try (var slow = instance.connectWithoutReading("?red_threshold=0.5")) {
            awaitConnections(1);
            var ids = publishMany();
            awaitSkipped(1);
            slow.read();
            slow.subscribed();

            var received = new ArrayList<String>();
            var told = new long[1];
            var batches = new int[1];
            slow.readUntil(ids.getLast(), frame -> {
                told[0] += frame.path("count").asLong(0);
                frame.path("alerts").forEach(alert -> received.add(alert.path("event_id").stringValue()));
                batches[0] += frame.path("alerts").size() > 1 ? 1 : 0;
                assertThat(frame.toString().length()).isLessThan(MAX_FRAME + 1024);
            });

            assertThat(received.size() + told[0]).isEqualTo(ids.size());
            assertThat(told[0]).isPositive();
            assertThat(batches[0]).isPositive();
            assertThat(received).isSubsetOf(ids).doesNotHaveDuplicates();
            assertThat(received.stream().map(ids::indexOf).toList()).isSorted();
        }
    }

    @Test
    void doNotDelayTheOthers() {
        var stopped = IntStream.range(0, STOPPED)
                .mapToObj(i -> instance.connectWithoutReading("?red_threshold=0.5"))
                .toList();
        try (var fast = instance.connect("?red_threshold=0.5").subscribed()) {
            awaitConnections(STOPPED + 1);
            var ids = publishMany();
            awaitSkipped(STOPPED * 100);

            fast.readUntil(ids.getLast(), frame -> {});
            for (var i = 0; i < 100; i++) {
                var id = red.publish("1", 0.6);
                fast.readUntil(id, frame -> {});
            }
            assertThat(stopped).allMatch(Client::isOpen);
            assertThat(instance.meter("red.notify.connections")).isEqualTo(STOPPED + 1);
        } finally {
            stopped.forEach(Client::close);
        }
    }

    @Test
    void areCutOffWhenTheyTakeNothingForTooLong() {
        try (var impatient = Instance.start("red.notify.connection.send-timeout=200ms",
                "red.notify.connection.send-buffer=16KB");
                var stopped = impatient.connectWithoutReading("?red_threshold=0.5")) {
            publishMany();

            Awaitility.await().atMost(Duration.ofSeconds(60))
                    .until(() -> impatient.meter("red.notify.connections") == 0);
            assertThat(stopped).isNotNull();
        }
    }

    private static List<String> publishMany() {
        return IntStream.range(0, MANY).mapToObj(i -> red.publish(USER, 0.6)).toList();
    }

    private static void awaitConnections(int count) {
        Awaitility.await().until(() -> instance.meter("red.notify.connections") == count);
    }

    private static void awaitSkipped(int count) {
        var before = instance.meter("red.notify.skipped");
        Awaitility.await().atMost(Duration.ofSeconds(60))
                .until(() -> before >= count || instance.meter("red.notify.skipped") >= count);
    }
}
