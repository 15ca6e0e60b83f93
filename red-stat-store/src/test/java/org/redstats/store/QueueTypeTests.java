package org.redstats.store;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.TestBroker;
import org.redstats.testing.TestDatabase;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.store.SampleEvents.event;

/** The type of the queue is the broker's business: the service works on each, and declares none. */
@RequiresRabbitMq
class QueueTypeTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DAY = "/stat?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";

    @ParameterizedTest
    @ValueSource(strings = {"classic", "quorum"})
    void storesEachEventOnceFromAQueueOfAnyType(String type) {
        TestBroker.shared().makeVirtualHost(type);
        var url = TestDatabase.shared().freshDatabase();

        try (var instance = start(url, type)) {
            assertThat(hasType(instance, type)).isTrue();
            assertThat(hasType(instance, type.equals("quorum") ? "classic" : "quorum")).isFalse();
            var events = IntStream.range(0, 500).mapToObj(i -> event("ann", i, "2026-03-01T12:00:00Z")).toList();
            events.forEach(event -> publish(instance, RedEventJson.write(event)));
            publish(instance, "no event".getBytes(UTF_8));
            events.subList(100, 200).forEach(event -> publish(instance, RedEventJson.write(event)));
        } // while it is at it: what it has in hand is committed, the rest stays
        try (var next = start(url, type)) {
            publish(next, RedEventJson.write(last()));

            await().atMost(PATIENCE).until(() -> next.http().json(DAY).path("total").asInt() == 501);
            assertThat(next.bean(RabbitTemplate.class).receive("red.store.dead", PATIENCE.toMillis())).isNotNull();
        }
    }

    private static RedEvent last() {
        return event("bob", 1, "2026-03-01T12:00:01Z");
    }

    private static Instance start(String url, String virtualHost) {
        var database = TestDatabase.shared();
        return Instance.start(url, database.user(), database.password(),
                Map.of("spring.rabbitmq.virtual-host", virtualHost));
    }

    // A declaration with another type than the queue has is refused.
    private static boolean hasType(Instance instance, String type) {
        return instance.bean(RabbitTemplate.class).execute(channel -> {
            try (var probe = channel.getConnection().createChannel()) {
                probe.queueDeclare("red.store", true, false, false, Map.of("x-queue-type", type));
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static void publish(Instance instance, byte[] body) {
        instance.bean(RabbitTemplate.class).send(RedExchange.NAME, "", new Message(body));
    }
}
