package org.redstats.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import org.jspecify.annotations.Nullable;
import org.redstats.testing.TestBroker;

/** A bare AMQP client, as a RED without our library would have. */
final class Broker implements AutoCloseable {

    private static final String EXCHANGE = "red.values";

    private final Channel channel;

    Broker(TestBroker broker) throws IOException, TimeoutException {
        var factory = new ConnectionFactory();
        factory.setHost(broker.host());
        factory.setPort(broker.port());
        factory.setUsername(broker.user());
        factory.setPassword(broker.password());
        channel = factory.newConnection("system-tests").createChannel();
        channel.confirmSelect();
    }

    /** Returns when the broker has confirmed the message. */
    synchronized void publish(String body) {
        publish(body.getBytes(StandardCharsets.UTF_8), new BasicProperties());
    }

    synchronized void publish(byte[] body, BasicProperties properties) {
        try {
            channel.basicPublish(EXCHANGE, "", properties, body);
            channel.waitForConfirmsOrDie(30_000);
        } catch (IOException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes one message off a queue. */
    synchronized @Nullable GetResponse take(String queue) {
        try {
            return channel.basicGet(queue, true);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        channel.getConnection().abort();
    }
}
