package org.redstats.store.partitions;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.store.StoreProperties;
import org.redstats.store.StoreProperties.Partitions.Length;
import org.redstats.store.rollup.Rollups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Sees to it that the coming days have their partitions, and dense hours their steps: at the start, before the first event is taken, and from then
 * on by schedule. A day that gets none in time costs nothing but speed: its events are in the default partition.
 */
@Component
class PartitionKeeper implements SmartInitializingSingleton, SchedulingConfigurer {

    private static final Logger log = LoggerFactory.getLogger(PartitionKeeper.class);

    private final Partitions partitions;
    private final Rollups rollups;
    private final StoreProperties properties;
    private final Clock clock;
    private final AtomicLong rowsInDefault = new AtomicLong();

    PartitionKeeper(Partitions partitions, Rollups rollups, StoreProperties properties, Clock clock,
            MeterRegistry meters) {
        this.partitions = partitions;
        this.rollups = rollups;
        this.properties = properties;
        this.clock = clock;
        Gauge.builder("red.store.default.partition.rows", rowsInDefault, AtomicLong::get)
                .description("Events of days without a partition of their own")
                .register(meters);
    }

    @Override
    public void afterSingletonsInstantiated() {
        keep();
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        var every = properties.partitions().every();
        tasks.addFixedDelayTask(new FixedDelayTask(() -> {
            keep();
            countFinely();
        }, every, every));
    }

    private void countFinely() {
        try {
            partitions.countFinely(today());
        } catch (DataAccessException | TransactionException e) {
            log.warn("Could not count past days finely; answers are right, and slower, next try in {}",
                    properties.partitions().every(), e);
        }
    }

    private LocalDate today() {
        return LocalDate.now(clock.withZone(ZoneOffset.UTC));
    }

    /** Never fails: what cannot be done now is tried again at the next check. */
    void keep() {
        try {
            makeAhead(today());
            rollups.decideSteps(clock.instant());
            var retention = properties.retention();
            if (retention != null) {
                dropBefore(LocalDate.ofInstant(clock.instant().minus(retention), ZoneOffset.UTC));
            }
            rowsInDefault.set(partitions.rowsInDefault());
        } catch (DataAccessException | TransactionException e) {
            log.warn("Could not look after the partitions; events of days without one go to the default partition,"
                    + " next try in {}", properties.partitions().every(), e);
        }
    }

    private void makeAhead(LocalDate today) {
        var existing = partitions.all();
        today.datesUntil(today.plusDays(properties.partitions().daysAhead() + 1L))
                .flatMap(day -> missing(day, existing))
                .forEach(partitions::make);
    }

    // A day that has hours already gets its other hours, whatever is configured now.
    private Stream<Part> missing(LocalDate day, List<Part> existing) {
        var ofDay = existing.stream().filter(part -> part.day().equals(day)).toList();
        if (ofDay.isEmpty() && properties.partitions().length() == Length.DAY) {
            return Stream.of(Part.day(day));
        }
        return ofDay.stream().anyMatch(Part::isWholeDay) ? Stream.of()
                : Part.hours(day).filter(hour -> !ofDay.contains(hour));
    }

    // Nothing is locked when there is nothing to drop, which is nearly always.
    private void dropBefore(LocalDate day) {
        if (partitions.hasEventsBefore(day)) {
            partitions.dropBefore(day);
        }
    }
}
