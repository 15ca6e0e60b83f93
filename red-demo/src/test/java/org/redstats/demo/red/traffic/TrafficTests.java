package org.redstats.demo.red.traffic;

import java.time.Duration;
import java.util.ArrayList;

import org.junit.jupiter.api.Test;
import org.redstats.demo.red.EventQueue;
import org.redstats.event.RedEvent;
import org.redstats.testing.TestBroker;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "red.sample.traffic=50")
@Import(TestBroker.Properties.class)
@DirtiesContext
class TrafficTests {

    private final Traffic traffic;

    TrafficTests(@Autowired Traffic traffic) {
        this.traffic = traffic;
    }

    @Test
    void publishesPicturesOfSeveralUsersUntilItIsStopped() throws Exception {
        try (var queue = new EventQueue()) {
            var seen = new ArrayList<RedEvent>();
            await().atMost(Duration.ofSeconds(60)).until(() -> seen.addAll(queue.events()) && seen.size() > 100);

            assertThat(seen.stream().map(RedEvent::userId).distinct()).hasSizeGreaterThan(2);
            assertThat(seen).extracting(RedEvent::eventId).doesNotHaveDuplicates();
            assertThat(seen).extracting(RedEvent::redValue).allMatch(value -> value >= 0 && value <= 1);

            traffic.stop();
            assertThat(traffic.isRunning()).isFalse();
        }
    }
}
