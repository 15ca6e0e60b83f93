package org.redstats.publisher.autoconfigure;

import java.time.Duration;

import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.redstats.publisher.RedPublishException;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.publisher.RedPublisher;
import org.redstats.testing.TestBroker;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedPublisherAutoConfigurationTests {

    private static final String ABSENT_BROKER = "spring.rabbitmq.port=1";

    private final ApplicationContextRunner red = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RabbitAutoConfiguration.class,
                    RedPublisherAutoConfiguration.class, RedPublisherMetricsAutoConfiguration.class));

    @Test
    void publishesToTheBrokerOfSpringsSettings() {
        var broker = TestBroker.shared();
        red.withPropertyValues("spring.rabbitmq.host=" + broker.host(), "spring.rabbitmq.port=" + broker.port())
                .run(context -> assertThatExceptionOfType(RedPublishException.class)
                        .isThrownBy(() -> context.getBean(RedPublisher.class).publish("ann", 0.5))
                        .satisfies(e -> assertThat(e.reason()).isIn(Reason.NO_QUEUE, Reason.REFUSED)));
    }

    @Test
    void startsThoughTheBrokerIsAway() {
        red.withPropertyValues(ABSENT_BROKER).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatExceptionOfType(RedPublishException.class)
                    .isThrownBy(() -> context.getBean(RedPublisher.class).publish("ann", 0.5))
                    .withMessageContaining("no connection");
        });
    }

    @Test
    void countsWhatBecomesOfEvents() {
        red.withPropertyValues(ABSENT_BROKER).run(context -> {
            MeterRegistry meters = new SimpleMeterRegistry();
            context.getBean(MeterBinder.class).bindTo(meters);
            var publisher = context.getBean(RedPublisher.class);

            assertThatExceptionOfType(RedPublishException.class).isThrownBy(() -> publisher.publish("ann", 0.5));

            assertThat(meters.get("red.publisher.failed").tag("reason", "not_connected").functionCounter().count())
                    .isOne();
            assertThat(meters.get("red.publisher.published").functionCounter().count()).isZero();
            assertThat(meters.get("red.publisher.in.flight").gauge().value()).isZero();
        });
    }

    @Test
    void readsItsOwnSettings() {
        red.withPropertyValues("red.publisher.confirm-timeout=250ms", "red.publisher.max-in-flight=7")
                .run(context -> assertThat(context.getBean(RedPublisherProperties.class))
                        .isEqualTo(new RedPublisherProperties(true, Duration.ofMillis(250), 7)));
        red.withPropertyValues("red.publisher.max-in-flight=0").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void isAwayWhenSwitchedOff() {
        red.withPropertyValues("red.publisher.enabled=false").run(context -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(RedPublisher.class).doesNotHaveBean(MeterBinder.class));
    }

    @Test
    void leavesAPublisherOfRedsOwnAlone() {
        red.withBean("own", RedPublisher.class, () -> RedPublisher.connect(new ConnectionFactory()))
                .run(context -> assertThat(context).hasSingleBean(RedPublisher.class).hasBean("own"));
    }

    @Test
    void standsBesideRedsOwnConnectionFactory() {
        var mine = new CachingConnectionFactory("red.example.org");
        red.withBean(org.springframework.amqp.rabbit.connection.ConnectionFactory.class, () -> mine)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RedPublisher.class));
    }

    @Test
    void worksWithoutMicrometer() {
        red.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .run(context -> assertThat(context).hasSingleBean(RedPublisher.class)
                        .doesNotHaveBean("redPublisherMeters"));
    }

    @Test
    void refusesABundleThatDoesNotExist() {
        red.withPropertyValues("spring.rabbitmq.ssl.bundle=absent").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void isFoundByRed() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())).contains(
                RedPublisherAutoConfiguration.class.getName(), RedPublisherMetricsAutoConfiguration.class.getName());
    }
}
