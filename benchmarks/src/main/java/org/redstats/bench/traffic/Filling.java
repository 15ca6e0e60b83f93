package org.redstats.bench.traffic;

import java.io.IOException;
import java.util.Date;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;

/** Publishes events as the publisher library does: persistent, confirmed, with all four fields. */
public final class Filling {
    private static final int IN_FLIGHT = 2_000;
    private static final long PATIENCE_MILLIS = 60_000;

    private Filling() {}

    /** Publishes those from a number up to but without another; when it returns the broker has confirmed them. */
    public static void fill(Broker broker, SampleEvents events, long from, long to)
            throws IOException, InterruptedException, TimeoutException {
        Channel channel = broker.channel();
        channel.confirmSelect();
        for (long number = from; number < to; number++) {
            publish(channel, events.event(number));
            if ((number + 1 - from) % IN_FLIGHT == 0) {
                channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
            }
        }
        channel.waitForConfirmsOrDie(PATIENCE_MILLIS);
        channel.close();
    }

    private static void publish(Channel channel, RedEvent event) throws IOException {
        BasicProperties properties = new BasicProperties.Builder().contentType("application/json").deliveryMode(2)
                .messageId(event.eventId().toString()).timestamp(Date.from(event.when())).build();
        channel.basicPublish(RedExchange.NAME, "", properties, RedEventJson.write(event));
    }
}
