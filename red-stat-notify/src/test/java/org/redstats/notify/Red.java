package org.redstats.notify;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.event.intake.RedQueue;
import org.redstats.testing.TestBroker;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/** Publishes as RED does, and as it should not. */
public final class Red implements AutoCloseable {

    private final CachingConnectionFactory connections;
    private final RabbitTemplate template;

    public Red(TestBroker broker) {
        this.connections = new CachingConnectionFactory(broker.host(), broker.port());
        this.template = new RabbitTemplate(connections);
        new RabbitAdmin(template).declareExchange(RedQueue.exchange());
    }

    static RedEvent event(String userId, double redValue) {
        return new RedEvent(UUID.randomUUID(), userId, redValue, Instant.now());
    }

    /** Publishes a new event and returns its id. */
    public String publish(String userId, double redValue) {
        return publish(event(userId, redValue));
    }

    String publish(RedEvent event) {
        publish(RedEventJson.write(event));
        return event.eventId().toString();
    }

    void publish(String body) {
        publish(body.getBytes(StandardCharsets.UTF_8));
    }

    void publish(byte[] body) {
        template.send(RedExchange.NAME, "", MessageBuilder.withBody(body).build());
    }

    /** Publishes a body with headers that make some readers take it apart. */
    void publishAsSpringBatch(String body) {
        template.send(RedExchange.NAME, "", MessageBuilder.withBody(body.getBytes(StandardCharsets.UTF_8))
                .setHeader(MessageProperties.SPRING_BATCH_FORMAT, MessageProperties.BATCH_FORMAT_LENGTH_HEADER4)
                .build());
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
