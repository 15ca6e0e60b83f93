package org.redstats.publisher.autoconfigure;

import java.util.Arrays;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.publisher.RedPublisher;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Shows what becomes of the events, where RED has Micrometer. */
@AutoConfiguration(after = RedPublisherAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(RedPublisher.class)
final class RedPublisherMetricsAutoConfiguration {

    @Bean
    MeterBinder redPublisherMeters(RedPublisher publisher) {
        return meters -> {
            FunctionCounter.builder("red.publisher.published", publisher, RedPublisher::published)
                    .description("Events that the broker has confirmed")
                    .register(meters);
            Gauge.builder("red.publisher.in.flight", publisher, RedPublisher::inFlight)
                    .description("Events that are accepted and not yet settled")
                    .register(meters);
            Arrays.stream(Reason.values()).forEach(reason -> FunctionCounter
                    .builder("red.publisher.failed", publisher, counted -> counted.failed(reason))
                    .tag("reason", reason.tag())
                    .description("Events that the broker has not confirmed")
                    .register(meters));
        };
    }
}
