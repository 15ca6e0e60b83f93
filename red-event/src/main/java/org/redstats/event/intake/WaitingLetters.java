package org.redstats.event.intake;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.AmqpAdmin;

/**
 * The gauge of the letters that wait in a dead queue. The broker is asked now and then rather than by whoever reads the
 * gauge, who must not wait for a broker that is away; not a number until it has answered, and while it does not.
 */
final class WaitingLetters implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WaitingLetters.class);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("dead-letters").daemon().factory());
    private final RedQueue queue;
    private final AmqpAdmin broker;
    private volatile double waiting = Double.NaN;

    @SuppressWarnings("FutureReturnValueIgnored") // a question that fails is asked again
    WaitingLetters(RedQueue queue, AmqpAdmin broker, MeterRegistry meters, Duration every) {
        this.queue = queue;
        this.broker = broker;
        Gauge.builder("red.dead.letters.waiting", this, letters -> letters.waiting)
                .description("Messages that were set aside and wait for a person")
                .tag("queue", queue.name())
                .register(meters);
        clock.scheduleWithFixedDelay(this::ask, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            var information = broker.getQueueInfo(queue.deadName());
            waiting = information == null ? Double.NaN : information.getMessageCount();
        } catch (AmqpException e) {
            waiting = Double.NaN;
            log.debug("The broker does not say how many letters wait in {}", queue.deadName(), e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
