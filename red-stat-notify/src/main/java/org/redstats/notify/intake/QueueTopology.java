package org.redstats.notify.intake;

import java.util.UUID;

import org.redstats.event.intake.IntakeGateConfiguration;
import org.redstats.event.intake.RedQueue;
import org.redstats.notify.NotifyProperties;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * A queue of the instance's own, which lives and dies with its connection, and the one consumer that reads it.
 *
 * <p>Messages are acknowledged by their delivery. The queue is gone with the connection, so a message that is not
 * acknowledged could never come again; and memory stays bounded, because the client library holds at most 1,000
 * deliveries, or as many bytes as the gate lets in, and then stops reading from the socket, so that a backlog stays in the
 * queue, which drops its oldest.
 */
@Configuration(proxyBeanMethods = false)
@Import(IntakeGateConfiguration.class)
class QueueTopology {

    private static final long RETRY_MILLIS = 1000;
    /** Stops after the connections have been asked to leave, which are served to their end, and before the web server. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    @Bean
    FanoutExchange redValues() {
        return RedQueue.exchange();
    }

    /** Its type is left to the broker: one whose default is quorum makes an exclusive queue a classic one. */
    @Bean
    Queue notifyQueue(NotifyProperties properties) {
        return QueueBuilder.nonDurable("red.notify." + UUID.randomUUID())
                .exclusive()
                .autoDelete()
                .maxLength((long) properties.queue().maxLength())
                .withArgument("x-max-length-bytes", properties.queue().maxSize().toBytes())
                .overflow(QueueBuilder.Overflow.dropHead)
                .build();
    }

    @Bean
    Binding notifyBinding(Queue notifyQueue, FanoutExchange redValues) {
        return BindingBuilder.bind(notifyQueue).to(redValues);
    }

    /** Direct, because it has one thread less between the socket and the listener than the simple one. */
    @Bean
    DirectMessageListenerContainer eventConsumer(ConnectionFactory connections, Queue notifyQueue, EventFeed feed) {
        var container = new DirectMessageListenerContainer(connections);
        container.setQueues(notifyQueue);
        container.setConsumersPerQueue(1); // keeps the order
        container.setAcknowledgeMode(AcknowledgeMode.NONE);
        container.setDeBatchingEnabled(false); // a header must not make us take a body apart
        container.setMissingQueuesFatal(false); // it is missing after every lost connection, and then declared again
        container.setFailedDeclarationRetryInterval(RETRY_MILLIS); // also how soon a lost connection is noticed
        container.setRecoveryInterval(RETRY_MILLIS);
        container.setPhase(PHASE);
        container.setMessageListener(feed);
        return container;
    }
}
