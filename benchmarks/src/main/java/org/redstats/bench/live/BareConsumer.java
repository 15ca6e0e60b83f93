package org.redstats.bench.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.rabbitmq.client.Channel;
import org.redstats.bench.harness.Stage;
import org.redstats.event.RedExchange;

/** How soon the broker's own client has an event, which nobody can beat who reads from the broker. */
final class BareConsumer {

    private BareConsumer() {}

    /** One event after the other; from publication to receipt, in nanoseconds. */
    static long[] alone(Channel channel, Stage stage, int events) throws Exception {
        String queue = channel.queueDeclare("", false, true, true, Map.of()).getQueue();
        channel.queueBind(queue, RedExchange.NAME, "");
        long[] latencies = new long[events];
        AtomicInteger received = new AtomicInteger();
        String tag = channel.basicConsume(queue, true, (consumer, delivery) -> {
            long now = System.nanoTime();
            int at = Probe.find(delivery.getBody(), 0, delivery.getBody().length);
            latencies[received.get()] = now - Probe.publishedAt(delivery.getBody(), at);
            received.incrementAndGet();
        }, consumer -> {});
        for (int i = 1; i <= events; i++) {
            int expected = i;
            channel.basicPublish(RedExchange.NAME, "", null, Probe.event(0.9).getBytes(StandardCharsets.UTF_8));
            stage.await("the event has come", Duration.ofMinutes(1), Duration.ofMillis(1),
                    () -> received.get() >= expected);
            TimeUnit.MILLISECONDS.sleep(5);
        }
        channel.basicCancel(tag);
        return latencies;
    }
}
