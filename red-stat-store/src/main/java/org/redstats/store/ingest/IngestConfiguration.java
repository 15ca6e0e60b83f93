package org.redstats.store.ingest;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.intake.BatchIntake;
import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.IntakeGate;
import org.redstats.event.intake.RedIntakeConfiguration;
import org.redstats.event.intake.RedQueue;
import org.redstats.event.intake.Retry;
import org.springframework.amqp.core.Declarables;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The queue that every instance of this service shares, and its way into the history. */
@Configuration(proxyBeanMethods = false)
@Import(RedIntakeConfiguration.class)
public class IngestConfiguration {

    /** Name of the queue. */
    public static final String QUEUE = "red.store";

    @Bean
    RedQueue storeQueue() {
        return new RedQueue(QUEUE);
    }

    @Bean
    Declarables storeTopology(RedQueue storeQueue) {
        return storeQueue.declarables();
    }

    @Bean
    BatchIntake batchIntake(RedQueue storeQueue, EventHistory history, DeadLetters deadLetters, Retry retry,
            IntakeGate gate, MeterRegistry meters, Clock clock) {
        return new BatchIntake(storeQueue, history, deadLetters, retry, gate, meters, clock);
    }
}
