package org.redstats.subscribe.log;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.worker.WorkerLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Makes the log's partitions ahead of time and drops what is old, one instance at a time. */
@Configuration(proxyBeanMethods = false)
class LogUpkeep {

    private static final Logger log = LoggerFactory.getLogger(LogUpkeep.class);
    private static final long LOCK = 0x52454453_4C4F47L; // any number that nobody else uses

    @Bean
    WorkerLoop logUpkeepLoop(JdbcClient jdbc, TransactionOperations transactions, SubscribeProperties properties,
            Clock clock) {
        var partitions = new LogPartitions(jdbc);
        return WorkerLoop.of("keep up the event log", properties.log().upkeepInterval(), stopping -> {
            upkeep(partitions, transactions, properties.log(), LocalDate.now(clock.withZone(ZoneOffset.UTC)));
            return false;
        });
    }

    private static void upkeep(LogPartitions partitions, TransactionOperations transactions,
            SubscribeProperties.Log properties, LocalDate today) {
        var daysAhead = properties.daysAhead();
        for (var day = today.minusDays(1); !day.isAfter(today.plusDays(daysAhead)); day = day.plusDays(1)) {
            var missing = day;
            transactions.executeWithoutResult(status -> {
                if (partitions.lock(LOCK) && partitions.make(missing)) {
                    log.info("Made the log's partition of {}", missing);
                }
            });
        }
        partitions.before(today.minusDays(properties.days())).forEach(
                old -> transactions.executeWithoutResult(status -> {
                    if (partitions.lock(LOCK) && partitions.drop(old, properties.days())) {
                        log.info("Dropped the log's partition {}", old);
                    }
                }));
        transactions.executeWithoutResult(status -> partitions.clearDefault(properties.days()));
    }
}
