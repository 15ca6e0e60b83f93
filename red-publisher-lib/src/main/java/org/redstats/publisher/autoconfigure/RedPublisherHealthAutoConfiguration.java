package org.redstats.publisher.autoconfigure;

import org.redstats.publisher.RedPublisher;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Says whether RED can still keep its events, where it has a spool and Spring Boot's health. */
@AutoConfiguration(after = RedPublisherAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(RedPublisher.class)
@ConditionalOnProperty("red.publisher.spool.directory")
final class RedPublisherHealthAutoConfiguration {

    @Bean
    @ConditionalOnEnabledHealthIndicator("redPublisher") // not at the class: without Spring's health it could not be read
    HealthIndicator redPublisherHealthIndicator(RedPublisher publisher) {
        return () -> publisher.spool()
                .map(spool -> (spool.accepting() ? Health.up() : Health.down())
                        .withDetail("spooled", spool.events())
                        .withDetail("bytes", spool.bytes())
                        .withDetail("dropped", spool.dropped())
                        .withDetail("damaged", spool.damaged())
                        .build())
                .orElseGet(() -> Health.unknown().build()); // a publisher of RED's own without one
    }
}
