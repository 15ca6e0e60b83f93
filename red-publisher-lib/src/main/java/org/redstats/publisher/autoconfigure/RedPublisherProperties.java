package org.redstats.publisher.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.redstats.publisher.RedPublishSpool.WhenFull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How RED publishes its measurements; where the broker is says {@code spring.rabbitmq.*}.
 *
 * @param enabled whether there is a publisher at all
 * @param confirmTimeout how long the broker may take, from the call until it has confirmed an event
 * @param maxInFlight how many events may be accepted and not yet settled; a further one waits for room
 * @param spool where events go that the broker does not take
 */
@ConfigurationProperties("red.publisher")
record RedPublisherProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("5s") Duration confirmTimeout,
        @DefaultValue("2000") int maxInFlight,
        @DefaultValue Spool spool) {

    /**
     * Events on RED's disk.
     *
     * @param directory a folder that outlives RED, of one publisher alone; without it there is no spool
     * @param maxEvents how many events it may hold
     * @param whenFull what happens to a further one
     * @param timeout how long an event may take to find room and be written
     * @param republishPerSecond how many events a second go from the spool to the broker at most; must be more than RED
     *        publishes
     */
    record Spool(
            @Nullable Path directory,
            @DefaultValue("1000000") int maxEvents,
            @DefaultValue("block") WhenFull whenFull,
            @DefaultValue("2s") Duration timeout,
            @DefaultValue("5000") int republishPerSecond) {}
}
