package org.redstats.faults.scene;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.ConnectionFactory;
import org.redstats.testing.Line;
import org.redstats.testing.TestBroker;

/** The RabbitMQ of the scene. */
public final class Broker implements AutoCloseable {

    private final TestBroker server = TestBroker.startPrivate();

    /** The server itself, for what is done to it. */
    public TestBroker server() {
        return server;
    }

    /** A new way to it. */
    Line line() {
        return Line.to(server.host(), server.port());
    }

    /** What a service is told that reaches it over a line. */
    Map<String, String> settings(Line line) {
        return Map.of("SPRING_RABBITMQ_HOST", line.host(), "SPRING_RABBITMQ_PORT", Integer.toString(line.port()),
                "SPRING_RABBITMQ_USERNAME", server.user(), "SPRING_RABBITMQ_PASSWORD", server.password());
    }

    /** What RED is told that reaches it over a line: host, port, user and password. */
    List<String> address(Line line) {
        return List.of(line.host(), Integer.toString(line.port()), server.user(), server.password());
    }

    /** How many messages of a queue wait to be delivered. */
    public long ready(String queue) throws IOException, TimeoutException {
        var factory = new ConnectionFactory();
        factory.setHost(server.host());
        factory.setPort(server.port());
        factory.setUsername(server.user());
        factory.setPassword(server.password());
        try (var connection = factory.newConnection(); var channel = connection.createChannel()) {
            return channel.messageCount(queue);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
