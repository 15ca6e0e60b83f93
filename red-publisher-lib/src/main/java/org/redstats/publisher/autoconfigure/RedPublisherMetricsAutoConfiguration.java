package org.redstats.publisher.autoconfigure;

import java.util.Arrays;
import java.util.function.ToLongFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.publisher.RedPublishSpool;
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

    private static final String SPOOL = "red.publisher.spool.";

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
                    .description("Events that are neither confirmed nor in the spool")
                    .register(meters));
            if (publisher.spool().isPresent()) {
                bindSpool(publisher, meters);
            }
        };
    }

    private static void bindSpool(RedPublisher publisher, MeterRegistry meters) {
        gauge(publisher, meters, "events", RedPublishSpool::events, "Events on disk that the broker has not confirmed");
        gauge(publisher, meters, "bytes", RedPublishSpool::bytes, "Size of the spool's file");
        counter(publisher, meters, "written", RedPublishSpool::written, "Events that went to disk");
        counter(publisher, meters, "republished", RedPublishSpool::republished,
                "Events of the spool that the broker has confirmed");
        counter(publisher, meters, "dropped", RedPublishSpool::dropped,
                "Events given up because the spool was full");
        counter(publisher, meters, "damaged", RedPublishSpool::damaged, "Files that were unreadable and set aside");
    }

    private static void gauge(RedPublisher publisher, MeterRegistry meters, String name,
            ToLongFunction<RedPublishSpool> value, String description) {
        Gauge.builder(SPOOL + name, publisher, spooling -> value.applyAsLong(spooling.spool().orElseThrow()))
                .description(description)
                .register(meters);
    }

    private static void counter(RedPublisher publisher, MeterRegistry meters, String name,
            ToLongFunction<RedPublishSpool> value, String description) {
        FunctionCounter.builder(SPOOL + name, publisher, spooling -> value.applyAsLong(spooling.spool().orElseThrow()))
                .description(description)
                .register(meters);
    }
}
