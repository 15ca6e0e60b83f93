package org.redstats.subscribe.confirm;

import java.time.Duration;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets what nobody confirmed in time. */
@Configuration(proxyBeanMethods = false)
class ConfirmUpkeep {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    @Bean
    WorkerLoop unconfirmedLoop(Confirming confirming, SubscribeProperties properties) {
        return WorkerLoop.of("forget unconfirmed subscriptions", PAUSE, stopping -> {
            confirming.forget(properties.confirmation().validFor().toSeconds());
            return false;
        });
    }
}
