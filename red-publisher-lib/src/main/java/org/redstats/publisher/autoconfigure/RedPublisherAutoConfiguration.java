package org.redstats.publisher.autoconfigure;

import java.util.List;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import org.redstats.publisher.RedPublisher;
import org.springframework.amqp.rabbit.connection.RabbitConnectionFactoryBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.amqp.autoconfigure.ConnectionFactoryCustomizer;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionDetails;
import org.springframework.boot.amqp.autoconfigure.RabbitConnectionFactoryBeanConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Gives RED a {@link RedPublisher} with a connection of its own, beside whatever RED itself does with RabbitMQ. */
@AutoConfiguration(after = RabbitAutoConfiguration.class)
@ConditionalOnClass({RabbitConnectionFactoryBeanConfigurer.class, RabbitConnectionFactoryBean.class})
@ConditionalOnBooleanProperty(name = "red.publisher.enabled", matchIfMissing = true)
@EnableConfigurationProperties(RedPublisherProperties.class)
final class RedPublisherAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    RedPublisher redPublisher(RedPublisherProperties properties, RabbitConnectionDetails broker,
            RabbitProperties rabbit, RabbitConnectionFactoryBeanConfigurer configurer,
            ObjectProvider<ConnectionFactoryCustomizer> customizers, Environment environment) throws Exception {
        var factory = connectionFactory(broker, rabbit, configurer);
        customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
        var spool = properties.spool();
        return RedPublisher.builder(factory)
                .addresses(addresses(broker))
                .confirmTimeout(properties.confirmTimeout())
                .maxInFlight(properties.maxInFlight())
                .appId(environment.getProperty("spring.application.name"))
                .spool(spool.directory())
                .spoolMaxEvents(spool.maxEvents())
                .whenSpoolFull(spool.whenFull())
                .spoolTimeout(spool.timeout())
                .republishPerSecond(spool.republishPerSecond())
                .build();
    }

    private static ConnectionFactory connectionFactory(RabbitConnectionDetails broker, RabbitProperties rabbit,
            RabbitConnectionFactoryBeanConfigurer configurer) throws Exception {
        var bean = new RabbitConnectionFactoryBean();
        configurer.configure(bean);
        bean.afterPropertiesSet();
        var factory = bean.getObject();
        var bundle = broker.getSslBundle();
        if (bundle != null) { // which the configurer applies only to a class that Boot keeps to itself
            factory.useSslProtocol(bundle.createSslContext());
            if (rabbit.getSsl().isVerifyHostname()) {
                factory.enableHostnameVerification();
            }
        }
        return factory;
    }

    private static List<Address> addresses(RabbitConnectionDetails broker) {
        return broker.getAddresses().stream().map(address -> new Address(address.host(), address.port())).toList();
    }
}
