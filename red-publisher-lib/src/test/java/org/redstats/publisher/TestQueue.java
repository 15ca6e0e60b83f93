package org.redstats.publisher;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import org.redstats.event.Envelope;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.testing.Line;
import org.redstats.testing.TestBroker;

/** A queue of its own on the exchange, read by a bare client. */
final class TestQueue implements AutoCloseable {

    private final Connection connection;
    private final Channel channel;
    private final String name;

    private TestQueue(Connection connection, String name, boolean durable, Map<String, Object> arguments)
            throws IOException {
        this.connection = connection;
        channel = connection.createChannel();
        channel.exchangeDeclare(RedExchange.NAME, BuiltinExchangeType.FANOUT, true);
        this.name = channel.queueDeclare(name, durable, !durable, false, arguments).getQueue();
        channel.queueBind(this.name, RedExchange.NAME, "");
    }

    static TestQueue on(TestBroker broker) throws Exception {
        return on(broker, Map.of());
    }

    static TestQueue on(TestBroker broker, Map<String, Object> arguments) throws Exception {
        return new TestQueue(factory(broker).newConnection(), "", false, arguments);
    }

    /** The one that survives the broker, made or found again. */
    static TestQueue durableOn(TestBroker broker) throws Exception {
        return new TestQueue(factory(broker).newConnection(), "durable", true, Map.of());
    }

    static ConnectionFactory factory(String host, int port) {
        var factory = new ConnectionFactory();
        factory.setHost(host);
        factory.setPort(port);
        return factory;
    }

    static ConnectionFactory factory(TestBroker broker) {
        return factory(broker.host(), broker.port());
    }

    static ConnectionFactory factory(Line line) {
        return factory(line.host(), line.port());
    }

    /** All messages that are there now. */
    List<GetResponse> messages() throws IOException {
        var messages = new ArrayList<GetResponse>();
        for (var next = channel.basicGet(name, true); next != null; next = channel.basicGet(name, true)) {
            messages.add(next);
        }
        return messages;
    }

    List<RedEvent> events() throws IOException {
        return messages().stream()
                .map(message -> RedEventJson.read(message.getBody(), new Envelope(null, null, Instant.now())))
                .toList();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
