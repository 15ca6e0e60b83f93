package org.redstats.notify.intake;

import org.springframework.amqp.rabbit.listener.AsyncConsumerStartedEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerFailedEvent;
import org.springframework.amqp.rabbit.listener.ListenerContainerConsumerTerminatedEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Part of readiness: an instance without its consumer has nothing to push. */
@Component("feed")
class FeedHealth implements HealthIndicator {

    private volatile boolean attached;

    @EventListener(AsyncConsumerStartedEvent.class)
    void attached() {
        attached = true;
    }

    @EventListener({ListenerContainerConsumerFailedEvent.class, ListenerContainerConsumerTerminatedEvent.class})
    void detached() {
        attached = false;
    }

    @Override
    public Health health() {
        return attached ? Health.up().build()
                : Health.down().withDetail("reason", "not attached to the broker").build();
    }
}
