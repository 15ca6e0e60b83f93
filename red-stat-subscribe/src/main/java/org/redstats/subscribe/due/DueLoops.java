package org.redstats.subscribe.due;

import java.time.Duration;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What runs all the time to make deliveries of matches. */
@Configuration(proxyBeanMethods = false)
class DueLoops {

    private static final int GATHERED_AT_ONCE = 500;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    @Bean
    WorkerLoop gatheringLoop(Gathering gathering, SubscribeProperties properties) {
        return WorkerLoop.of("gather alerts", properties.pollInterval(),
                stopping -> gathering.gather(GATHERED_AT_ONCE) == GATHERED_AT_ONCE);
    }

    @Bean
    WorkerLoop settlingLoop(JdbcClient jdbc, PlatformTransactionManager manager, SubscribeProperties properties) {
        var readCommitted = new TransactionTemplate(manager);
        readCommitted.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        var settling = new Settling(jdbc, readCommitted);
        return WorkerLoop.of("settle subscriptions", properties.pollInterval(), stopping -> {
            settling.step();
            return false;
        });
    }

    @Bean
    WorkerLoop backlogLoop(Backlog backlog) {
        return WorkerLoop.of("measure the backlog", BETWEEN_LOOKS, stopping -> {
            backlog.look();
            return false;
        });
    }
}
