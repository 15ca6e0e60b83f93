package org.redstats.notify.intake;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import com.rabbitmq.client.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStartedEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerTerminatedEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** Part of readiness: an instance without its consumer has nothing to push. Says once when it is lost, and when it is back. */
@Component("feed")
class FeedHealth implements HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(FeedHealth.class);

    private final EventFeed feed;
    private volatile boolean attached;
    private long lostNanos;
    private boolean causeIsTold;

    FeedHealth(EventFeed feed, ConnectionFactory connections) {
        this.feed = feed;
        connections.addConnectionListener(new ConnectionListener() {

            @Override
            public void onCreate(@Nullable Connection connection) {
                // A consumer that reads is what counts.
            }

            @Override
            public void onFailed(Exception failure) {
                notConnected(failure);
            }
        });
    }

    /** Why a lost connection does not come back: it may not be the reason for which it was lost. */
    private synchronized void notConnected(Exception failure) {
        if (lostNanos != 0 && !causeIsTold) {
            causeIsTold = true;
            log.warn("Cannot connect to the broker ({}); trying again every second",
                    NestedExceptionUtils.getMostSpecificCause(failure).toString());
        }
    }

    @EventListener
    synchronized void attached(AsyncConsumerStartedEvent event) {
        attached = true;
        if (lostNanos != 0) {
            log.info("Reading from the broker again, after {}; events of that time are not pushed, clients are told",
                    Duration.ofNanos(System.nanoTime() - lostNanos).truncatedTo(ChronoUnit.MILLIS));
            lostNanos = 0;
            causeIsTold = false;
        }
        if (event.getConsumer() instanceof DefaultConsumer consumer && consumer.getConsumerTag() != null) {
            feed.attached(consumer.getConsumerTag());
        }
    }

    @EventListener
    synchronized void failed(ListenerContainerConsumerFailedEvent event) {
        lost(event.getThrowable());
    }

    @EventListener(ListenerContainerConsumerTerminatedEvent.class)
    synchronized void terminated() {
        lost(null);
    }

    private void lost(@Nullable Throwable cause) {
        attached = false;
        feed.lost();
        if (lostNanos == 0) {
            lostNanos = System.nanoTime();
            log.warn("Not reading from the broker ({}); sockets stay open, trying again every second",
                    cause == null ? "the connection is gone" : NestedExceptionUtils.getMostSpecificCause(cause));
        }
    }

    @Override
    public Health health() {
        return attached ? Health.up().build()
                : Health.down().withDetail("reason", "not attached to the broker").build();
    }
}
