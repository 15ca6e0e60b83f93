package org.redstats.store.ingest;

import java.util.List;

import org.redstats.event.intake.BatchIntake;
import org.redstats.event.intake.RedIntakeConfiguration;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/** Moves batches from the queue to the history; a batch is acknowledged after its commit. */
@Component
class EventListener {

    private final BatchIntake intake;

    EventListener(BatchIntake intake) {
        this.intake = intake;
    }

    @RabbitListener(queues = IngestConfiguration.QUEUE, containerFactory = RedIntakeConfiguration.BATCHES)
    void on(List<Message> batch) {
        intake.take(batch);
    }
}
