package org.redstats.subscribe.due;

import java.time.Duration;
import java.util.List;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.worker.Pace;
import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs all the time to make deliveries of matches. */
@Configuration(proxyBeanMethods = false)
class DueLoops {

    private static final int GATHERED_AT_ONCE = 1000;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    @Bean
    WorkerLoop wakingLoop(Waking waking, Pace pace, SubscribeProperties properties) {
        return WorkerLoop.of("wake subscriptions", properties.pollInterval(), pace.of(waking::pass));
    }

    @Bean
    WorkerLoop gatheringLoop(Gathering gathering, Pace pace, SubscribeProperties properties) {
        return new WorkerLoop("gather alerts", properties.pollInterval(), List.of(
                pace.of(stopping -> gathering.gather(GATHERED_AT_ONCE, false) == GATHERED_AT_ONCE),
                pace.of(stopping -> gathering.gather(GATHERED_AT_ONCE, true) == GATHERED_AT_ONCE)));
    }

    @Bean
    WorkerLoop backlogLoop(Backlog backlog) {
        return WorkerLoop.of("measure the backlog", BETWEEN_LOOKS, stopping -> {
            backlog.look();
            return false;
        });
    }
}
