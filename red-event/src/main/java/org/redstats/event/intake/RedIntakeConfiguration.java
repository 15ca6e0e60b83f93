package org.redstats.event.intake;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.SimpleRabbitListenerContainerFactoryConfigurer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a durable reader imports; it adds its {@link RedQueue}, its {@link BatchIntake} and its listener. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RedIntakeProperties.class)
@Import(IntakeGateConfiguration.class)
public class RedIntakeConfiguration {

    /** Name of the listener container factory whose listeners take a {@code List<Message>}. */
    public static final String BATCHES = "redBatches";

    @Bean(BATCHES)
    SimpleRabbitListenerContainerFactory redBatches(SimpleRabbitListenerContainerFactoryConfigurer configurer,
            ConnectionFactory connections, RedIntakeProperties properties) {
        var factory = new SimpleRabbitListenerContainerFactory();
        configurer.configure(factory, connections);
        factory.setConcurrentConsumers(properties.consumers());
        factory.setBatchListener(true);
        factory.setConsumerBatchEnabled(true);
        factory.setDeBatchingEnabled(false); // a header must not make us take a body apart
        factory.setBatchSize(properties.batchSize());
        factory.setPrefetchCount(2 * properties.batchSize());
        factory.setReceiveTimeout(properties.idleWait().toMillis());
        factory.setBatchReceiveTimeout(properties.batchWait().toMillis());
        factory.setMissingQueuesFatal(false);
        // A login that is refused may be right tomorrow: it must not end the reading for ever.
        factory.setContainerCustomizer(container -> container.setPossibleAuthenticationFailureFatal(false));
        return factory;
    }

    @Bean
    DeadLetters deadLetters(ConnectionFactory connections) {
        return new DeadLetters(connections);
    }

    @Bean
    WaitingLetters waitingLetters(RedQueue queue, AmqpAdmin broker, MeterRegistry meters,
            RedIntakeProperties properties) {
        return new WaitingLetters(queue, broker, meters, properties.countLettersEvery());
    }

    @Bean
    Retry retry(RedIntakeProperties properties) {
        return new Retry(properties.firstPause(), properties.longestPause());
    }
}
