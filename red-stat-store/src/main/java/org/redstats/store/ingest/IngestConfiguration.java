package org.redstats.store.ingest;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.intake.BatchIntake;
import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.RedIntakeConfiguration;
import org.redstats.event.intake.RedQueue;
import org.redstats.event.intake.Retry;
import org.springframework.amqp.core.Declarables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@Import(RedIntakeConfiguration.class)
class IngestConfiguration {

    /** Shared by every instance of this service. */
    static final String QUEUE = "red.store";

    @Bean
    Declarables storeQueue() {
        return new RedQueue(QUEUE).declarables();
    }

    @Bean
    BatchIntake batchIntake(EventHistory history, DeadLetters deadLetters, Retry retry, MeterRegistry meters,
            Clock clock) {
        return new BatchIntake(new RedQueue(QUEUE), history, deadLetters, retry, meters, clock);
    }
}
