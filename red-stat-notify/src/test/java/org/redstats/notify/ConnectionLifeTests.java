package org.redstats.notify;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.redstats.testing.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;

/** How connections end, and how they do not. */
class ConnectionLifeTests {

    @Test
    void aFloodOfFramesEndsWith1008() {
        try (var instance = Instance.start("red.notify.connection.frames-per-second=1",
                "red.notify.connection.frames-burst=5"); var client = instance.connect("")) {
            for (var i = 0; i < 20; i++) {
                client.sendWithoutWaiting("{\"red_threshold\":0.5}");
            }

            assertThat(client.closeCode()).isEqualTo(1008);
            // The client may know before the server has counted.
            Awaitility.await().ignoreExceptions()
                    .untilAsserted(() -> assertThat(instance.meter("red.notify.closes", "code", "1008")).isEqualTo(1));
        }
    }

    @Test
    void aSilentPeerIsClosedAndAQuietOneIsNot() {
        try (var instance = Instance.start("red.notify.connection.ping-interval=200ms",
                "red.notify.connection.silence=4s");
                var red = new Red(TestBroker.shared());
                var silent = instance.connectWithoutReading("?red_threshold=0");
                var quiet = instance.connect("?red_threshold=0").subscribed()) {
            Awaitility.await().atMost(Duration.ofSeconds(30))
                    .until(() -> instance.meter("red.notify.connections") == 1);

            silent.read();
            assertThat(silent.closeCode()).isEqualTo(1001);
            var id = red.publish("1", 0.5);
            assertThat(quiet.nextIds(1)).containsExactly(id);
        }
    }

    @Test
    void aStoppingInstanceSendsWhatIsLeftAndClosesWith1012() {
        try (var red = new Red(TestBroker.shared())) {
            var instance = Instance.start();
            var clients = IntStream.range(0, 50)
                    .mapToObj(i -> instance.connect("?red_threshold=0").subscribed())
                    .toList();
            var ids = IntStream.range(0, 100).mapToObj(i -> red.publish("1", 0.5)).toList();
            Awaitility.await().until(() -> instance.meter("red.notify.events") >= 100);

            instance.close();

            for (var client : clients) {
                assertThat(client.nextIds(100)).isEqualTo(ids);
                assertThat(client.closeCode()).isEqualTo(1012);
            }
        }
    }

    @Test
    void aStoppingInstanceServesThoseWhoseTurnHasNotComeAndTakesNobody() throws Exception {
        try (var red = new Red(TestBroker.shared())) {
            var instance = Instance.start("red.notify.connection.drain=10m");
            var clients = IntStream.range(0, 4)
                    .mapToObj(i -> instance.connect("?red_threshold=0").subscribed())
                    .toList();
            var stop = Thread.ofVirtual().start(instance::close);

            Awaitility.await().until(() -> clients.stream().anyMatch(client -> !client.isOpen()));
            var staying = clients.stream().filter(Client::isOpen).toList();
            assertThat(staying).hasSize(3);
            var id = red.publish("1", 0.5);
            assertThat(staying).allSatisfy(client -> assertThat(client.nextIds(1)).containsExactly(id));
            assertThat(instance.upgrade("/ws")).startsWith("HTTP/1.1 503").containsIgnoringCase("retry-after");

            staying.forEach(Client::close);
            assertThat(stop.join(Duration.ofSeconds(60))).as("ends when everybody has left").isTrue();
        }
    }

    @Test
    void aClientThatLeavesIsForgotten() {
        try (var instance = Instance.start()) {
            List.of(instance.connect("?red_threshold=0"), instance.connect("?red_threshold=0&user_id=1"),
                    instance.connect("")).forEach(Client::close);

            Awaitility.await().atMost(Duration.ofSeconds(30))
                    .until(() -> instance.meter("red.notify.connections") == 0);
        }
    }
}
