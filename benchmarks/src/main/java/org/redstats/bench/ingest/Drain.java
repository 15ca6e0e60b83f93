package org.redstats.bench.ingest;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import org.redstats.bench.traffic.Broker;

/** A consumer that takes messages off a queue and does nothing with them: the most that any reader can reach. */
final class Drain extends DefaultConsumer {
    private static final int FETCHED_AHEAD = 2_000;
    private static final int ACKNOWLEDGED_AT_ONCE = 500;

    private final long expected;
    private final CountDownLatch done = new CountDownLatch(1);
    private long seen;

    private Drain(Channel channel, long expected) {
        super(channel);
        this.expected = expected;
    }

    /** Takes all of them; returns how many a second. */
    static double eventsPerSecond(Broker broker, String queue, long events) throws Exception {
        Channel channel = broker.channel();
        channel.basicQos(FETCHED_AHEAD);
        Drain drain = new Drain(channel, events);
        long start = System.nanoTime();
        channel.basicConsume(queue, false, drain);
        if (!drain.done.await(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the queue has not given its " + events + " messages in 10 minutes");
        }
        channel.queueDeclarePassive(queue); // answered after the last acknowledgement was taken
        double seconds = (System.nanoTime() - start) / 1e9;
        channel.close();
        return events / seconds;
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
            throws IOException {
        seen++;
        if (seen % ACKNOWLEDGED_AT_ONCE == 0 || seen == expected) {
            getChannel().basicAck(envelope.getDeliveryTag(), true);
        }
        if (seen == expected) {
            done.countDown();
        }
    }
}
