package org.redstats.store;

import java.time.Duration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;

import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Configuration of the store.
 *
 * @param retention how long events are kept, by their {@code when}; unset, for ever
 * @param partitions the partitions of the history
 * @param reads the connections that answer {@code /stat}
 */
@Validated
@ConfigurationProperties("red.store")
public record StoreProperties(
        @Nullable @DurationMin(days = 1) Duration retention,
        @Valid @DefaultValue Partitions partitions,
        @Valid @DefaultValue Reads reads) {

    /**
     * The partitions of the history, by time in UTC.
     *
     * @param length how much time one of them has; a change holds for the days that have none yet
     * @param daysAhead how many days after today have their partition already
     * @param every pause between two checks
     * @param lockTimeout how long a change of partitions waits for statements in its way before it gives up until the
     *        next check; others wait behind it meanwhile
     */
    public record Partitions(
            @DefaultValue("day") Length length,
            @DefaultValue("7") @Min(1) @Max(366) int daysAhead,
            @DefaultValue("10m") @DurationMin(seconds = 1) Duration every,
            @DefaultValue("2s") @DurationMin(millis = 1) Duration lockTimeout) {

        /** How much time a partition has. */
        public enum Length {
            DAY, HOUR
        }
    }

    /**
     * The connections that answer {@code /stat}, apart from those of the ingest so that neither starves the other.
     *
     * @param connections most statements at once
     * @param timeout how long one statement may take before the request is answered 503
     * @param replicaUrl JDBC URL of a streaming replica of the database, which then answers reads; unset or empty, the
     *        primary does
     * @param replicaUsername user at the replica; unset, as at the primary
     * @param replicaPassword password at the replica; unset, as at the primary
     * @param maxLag how long a read waits for the replica to have what was committed when the read began; one that needs
     *        longer is left until it has caught up
     * @param checkEvery pause between two checks of the replica
     */
    public record Reads(
            @DefaultValue("10") @Min(1) int connections,
            @DefaultValue("5s") @DurationMin(millis = 1) Duration timeout,
            @Nullable @Pattern(regexp = "(jdbc:postgresql:.+)?", message = "must begin with jdbc:postgresql:") String replicaUrl,
            @Nullable String replicaUsername,
            @Nullable String replicaPassword,
            @DefaultValue("250ms") @DurationMin(millis = 1) Duration maxLag,
            @DefaultValue("1s") @DurationMin(millis = 10) Duration checkEvery) {

        public boolean hasReplica() {
            return replicaUrl != null && !replicaUrl.isEmpty();
        }
    }
}
