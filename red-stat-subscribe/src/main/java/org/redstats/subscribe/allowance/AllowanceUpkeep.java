package org.redstats.subscribe.allowance;

import java.time.Duration;

import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets allowances that are whole again. */
@Configuration(proxyBeanMethods = false)
class AllowanceUpkeep {

    private static final Duration PAUSE = Duration.ofMinutes(10);

    @Bean
    WorkerLoop allowanceLoop(Allowances allowances) {
        return WorkerLoop.of("forget allowances", PAUSE, stopping -> {
            allowances.forget();
            return false;
        });
    }
}
