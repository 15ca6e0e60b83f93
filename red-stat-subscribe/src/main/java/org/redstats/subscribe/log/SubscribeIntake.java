package org.redstats.subscribe.log;

import java.time.Clock;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.redstats.event.intake.BatchIntake;
import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.IntakeGate;
import org.redstats.event.intake.RedIntakeConfiguration;
import org.redstats.event.intake.RedQueue;
import org.redstats.event.intake.Retry;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;

/** The queue that every instance of this service shares, and its way into the log. */
@Configuration(proxyBeanMethods = false)
@Import(RedIntakeConfiguration.class)
public class SubscribeIntake {

    /** Name of the queue. */
    public static final String QUEUE = "red.subscribe";

    @Bean
    RedQueue subscribeQueue() {
        return new RedQueue(QUEUE);
    }

    @Bean
    Declarables subscribeTopology(RedQueue subscribeQueue) {
        return subscribeQueue.declarables();
    }

    @Bean
    BatchIntake subscribeBatches(RedQueue subscribeQueue, EventLog log, DeadLetters deadLetters, Retry retry,
            IntakeGate gate, MeterRegistry meters, Clock clock) {
        return new BatchIntake(subscribeQueue, log, deadLetters, retry, gate, meters, clock);
    }

    /** Moves batches from the queue to the log; a batch is acknowledged after its commit. */
    @Component
    static class Listener {

        private final BatchIntake batches;

        Listener(BatchIntake batches) {
            this.batches = batches;
        }

        @RabbitListener(queues = QUEUE, containerFactory = RedIntakeConfiguration.BATCHES)
        void on(List<Message> batch) {
            batches.take(batch);
        }
    }
}
