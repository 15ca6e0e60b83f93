package org.redstats.subscribe.outbox;

import java.time.Duration;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets what was done with long ago. */
@Configuration(proxyBeanMethods = false)
class OutboxUpkeep {

    private static final Duration BETWEEN_CLEARINGS = Duration.ofHours(1);

    @Bean
    WorkerLoop outboxClearingLoop(Outbox outbox, SubscribeProperties properties) {
        return WorkerLoop.of("forget old deliveries", BETWEEN_CLEARINGS, stopping -> {
            outbox.forget(properties.delivery().keptDays());
            return false;
        });
    }
}
