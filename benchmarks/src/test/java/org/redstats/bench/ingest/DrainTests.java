package org.redstats.bench.ingest;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.redstats.bench.traffic.Broker;
import org.redstats.bench.traffic.Filling;
import org.redstats.bench.traffic.SampleEvents;
import org.redstats.testing.TestBroker;

import static org.assertj.core.api.Assertions.assertThat;

class DrainTests {
    private static final String QUEUE = "bench.test.drain";

    @Test
    void takesAllThatWasFilledIn() throws Exception {
        try (Broker broker = Broker.connect(TestBroker.shared())) {
            broker.declareQueue(QUEUE);
            Filling.fill(broker, new SampleEvents(Instant.EPOCH, Duration.ofMillis(2), 10), 0, 1_234);
            assertThat(broker.waiting(QUEUE)).isEqualTo(1_234);
            assertThat(Drain.eventsPerSecond(broker, QUEUE, 1_234)).isPositive();
            assertThat(broker.waiting(QUEUE)).isZero();
            broker.deleteQueue(QUEUE);
        }
    }
}
