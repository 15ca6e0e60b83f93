package org.redstats.event.intake;

import java.time.Duration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events are taken off a durable queue.
 *
 * @param consumers how many take batches off the queue at a time
 * @param batchSize most events that are committed at once; twice as many are fetched ahead by each consumer
 * @param idleWait how long a batch waits for one more event; it bounds the delay of an event on an idle system
 * @param batchWait how long a batch is gathered at most, while events keep coming
 * @param firstPause pause before a step that failed, such as a commit, is tried again
 * @param longestPause the pause doubles up to this
 * @param countLettersEvery how often the broker is asked how many dead letters wait
 */
@Validated
@ConfigurationProperties("red.intake")
public record RedIntakeProperties(
        @DefaultValue("1") @Min(1) @Max(16) int consumers,
        @DefaultValue("1000") @Min(1) @Max(20_000) int batchSize,
        @DefaultValue("20ms") Duration idleWait,
        @DefaultValue("100ms") Duration batchWait,
        @DefaultValue("200ms") Duration firstPause,
        @DefaultValue("5s") Duration longestPause,
        @DefaultValue("15s") @DurationMin(millis = 1) Duration countLettersEvery) {}
