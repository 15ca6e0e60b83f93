package org.redstats.bench.traffic;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.redstats.event.RedExchange;
import org.redstats.testing.TestBroker;

/** A bare AMQP client. */
public final class Broker implements AutoCloseable {
    private final Connection connection;
    private final Channel channel;

    private Broker(Connection connection) throws IOException {
        this.connection = connection;
        this.channel = connection.createChannel();
        channel.exchangeDeclare(RedExchange.NAME, BuiltinExchangeType.FANOUT, true);
    }

    /** Connects, and declares the exchange to which RED publishes. */
    public static Broker connect(TestBroker broker) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        return new Broker(factory.newConnection("bench"));
    }

    /** A channel of its own; it is closed with this. */
    public Channel channel() throws IOException {
        return connection.createChannel();
    }

    /** Makes a durable queue of the broker's default type that gets what is published from now on. */
    public void declareQueue(String name) throws IOException {
        channel.queueDeclare(name, true, false, false, Map.of());
        channel.queueBind(name, RedExchange.NAME, "");
    }

    /** Gives a queue nothing more. */
    public void unbind(String queue) throws IOException {
        channel.queueUnbind(queue, RedExchange.NAME, "");
    }

    public void deleteQueue(String name) throws IOException {
        channel.queueDelete(name);
    }

    /** How many messages wait in the queue, without those that are delivered and not yet acknowledged. */
    public long waiting(String queue) throws IOException {
        return channel.queueDeclarePassive(queue).getMessageCount();
    }

    public int consumers(String queue) throws IOException {
        return channel.queueDeclarePassive(queue).getConsumerCount();
    }

    public String version() {
        return String.valueOf(connection.getServerProperties().get("version"));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
