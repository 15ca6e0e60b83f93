package org.redstats.notify;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.TestBroker;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The broker comes and goes; open sockets stay. */
class BrokerLifeTests {

    @Test
    void everyInstanceGetsEveryEvent() {
        try (var red = new Red(TestBroker.shared());
                var one = Instance.start();
                var two = Instance.start();
                var ofOne = one.connect("?red_threshold=0.5").subscribed();
                var ofTwo = two.connect("?red_threshold=0.5").subscribed()) {
            var id = red.publish("1", 0.9);

            assertThat(ofOne.nextIds(1)).containsExactly(id);
            assertThat(ofTwo.nextIds(1)).containsExactly(id);
        }
    }

    @Test
    void aCutConnectionHealsWhileSocketsStayOpen() throws Exception {
        var broker = TestBroker.shared();
        try (var wire = new Wire(broker.host(), broker.port());
                var instance = Instance.start("localhost", wire.port()).awaitReady();
                var client = instance.connect("?red_threshold=0.5").subscribed();
                var red = new Red(broker)) {
            wire.cut();
            awaitUnready(instance);
            assertThat(instance.status("liveness")).isEqualTo(200);
            wire.mend();
            instance.awaitReady();

            var id = red.publish("1", 0.9);
            assertThat(client.gap().nextIds(1)).containsExactly(id);
        }
    }

    @Test
    void anInstanceStartsWithoutABrokerAndWaitsForIt() throws Exception {
        var broker = TestBroker.shared();
        try (var wire = new Wire(broker.host(), broker.port())) {
            wire.cut();
            try (var instance = Instance.start("localhost", wire.port());
                    var client = instance.connect("?red_threshold=0.5").subscribed();
                    var red = new Red(broker)) {
                assertThat(instance.status("readiness")).isEqualTo(503);
                assertThat(instance.status("liveness")).isEqualTo(200);
                wire.mend();
                instance.awaitReady();

                var id = red.publish("1", 0.9);
                assertThat(client.gap().nextIds(1)).containsExactly(id);
            }
        }
    }

    @Test
    @RequiresRabbitMq
    @ExtendWith(OutputCaptureExtension.class)
    void aRestartedBrokerHealsWhileSocketsStayOpen(CapturedOutput log) {
        try (var broker = TestBroker.startPrivate();
                var instance = Instance.start(broker.host(), broker.port()).awaitReady();
                var client = instance.connect("?red_threshold=0.5").subscribed()) {
            broker.stop();
            awaitUnready(instance);
            broker.startAgain();
            instance.awaitReady();

            try (var red = new Red(broker)) {
                var id = red.publish("1", 0.9);
                assertThat(client.gap().nextIds(1)).containsExactly(id);
            }
            assertThat(log).containsOnlyOnce("Not reading from the broker")
                    .containsOnlyOnce("Reading from the broker again")
                    .doesNotContain("\tat ");
        }
    }

    private static void awaitUnready(Instance instance) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> instance.status("readiness") == 503);
    }
}
