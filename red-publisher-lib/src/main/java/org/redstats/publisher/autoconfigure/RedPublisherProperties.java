package org.redstats.publisher.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How RED publishes its measurements; where the broker is says {@code spring.rabbitmq.*}.
 *
 * @param enabled whether there is a publisher at all
 * @param confirmTimeout how long an event may take from the call until the broker has confirmed it
 * @param maxInFlight how many events may be accepted and not yet settled; a further one waits for room
 */
@ConfigurationProperties("red.publisher")
record RedPublisherProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5s") Duration confirmTimeout,
        @DefaultValue("2000") int maxInFlight) {}
