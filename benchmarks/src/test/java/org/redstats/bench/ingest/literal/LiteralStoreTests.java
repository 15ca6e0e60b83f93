package org.redstats.bench.ingest.literal;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.redstats.bench.traffic.Broker;
import org.redstats.bench.traffic.Filling;
import org.redstats.bench.traffic.SampleEvents;
import org.redstats.testing.TestBroker;
import org.redstats.testing.TestDatabase;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LiteralStoreTests {
    private static final SampleEvents EVENTS = new SampleEvents(Instant.parse("2026-03-01T00:00:00Z"),
            Duration.ofMillis(2), 10);

    @Test
    void savesEachMessage() throws Exception {
        try (Broker broker = Broker.connect(TestBroker.shared())) {
            broker.declareQueue(LiteralStore.QUEUE);
            Filling.fill(broker, EVENTS, 0, 20);
            try (ConfigurableApplicationContext store = store(TestBroker.shared(), TestDatabase.shared())) {
                RedValues values = store.getBean(RedValues.class);
                await().atMost(Duration.ofSeconds(60)).until(() -> values.count() == 20);
                assertThat(values.findAll()).extracting(RedValue::getWhen).contains(EVENTS.event(19).when());
            }
            broker.deleteQueue(LiteralStore.QUEUE);
        }
    }

    private static ConfigurableApplicationContext store(TestBroker broker, TestDatabase database) {
        return LiteralStore.application().run("--spring.rabbitmq.host=" + broker.host(),
                "--spring.rabbitmq.port=" + broker.port(), "--spring.datasource.url=" + database.freshDatabase(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }
}
