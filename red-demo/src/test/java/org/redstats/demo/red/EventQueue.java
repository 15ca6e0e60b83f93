package org.redstats.demo.red;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import org.redstats.event.Envelope;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.testing.TestBroker;

/** What arrives behind RED. */
public final class EventQueue implements AutoCloseable {

    private final Connection connection;
    private final Channel channel;
    private final String name;

    public EventQueue() throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost(TestBroker.shared().host());
        factory.setPort(TestBroker.shared().port());
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.exchangeDeclare(RedExchange.NAME, BuiltinExchangeType.FANOUT, true);
        name = channel.queueDeclare("", false, true, false, null).getQueue();
        channel.queueBind(name, RedExchange.NAME, "");
    }

    public List<RedEvent> events() throws Exception {
        var events = new ArrayList<RedEvent>();
        for (var next = channel.basicGet(name, true); next != null; next = channel.basicGet(name, true)) {
            events.add(RedEventJson.read(next.getBody(), new Envelope(null, null, Instant.now())));
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
