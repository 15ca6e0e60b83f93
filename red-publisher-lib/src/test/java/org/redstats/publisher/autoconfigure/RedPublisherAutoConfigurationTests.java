package org.redstats.publisher.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;

import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redstats.publisher.RedPublishException;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.publisher.RedPublishSpool.WhenFull;
import org.redstats.publisher.RedPublisher;
import org.redstats.publisher.autoconfigure.RedPublisherProperties.Spool;
import org.redstats.testing.TestBroker;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RedPublisherAutoConfigurationTests {

    private static final String ABSENT_BROKER = "spring.rabbitmq.port=1";

    private final ApplicationContextRunner red = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, RabbitAutoConfiguration.class,
                    RedPublisherAutoConfiguration.class, RedPublisherMetricsAutoConfiguration.class,
                    RedPublisherHealthAutoConfiguration.class));

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
                        .isEqualTo(new RedPublisherProperties(true, Duration.ofMillis(250), 7,
                                new Spool(null, 1_000_000, WhenFull.BLOCK, Duration.ofSeconds(2), 5_000))));
        red.withPropertyValues("red.publisher.max-in-flight=0").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void keepsOnDiskWhatTheBrokerDoesNotTake(@TempDir Path folder) {
        red.withPropertyValues(ABSENT_BROKER, "red.publisher.spool.directory=" + folder,
                "red.publisher.spool.max-events=2", "red.publisher.spool.when-full=reject",
                "red.publisher.spool.timeout=20s", "red.publisher.spool.republish-per-second=9").run(context -> {
                    MeterRegistry meters = new SimpleMeterRegistry();
                    context.getBean(MeterBinder.class).bindTo(meters);
                    var publisher = context.getBean(RedPublisher.class);
                    var health = context.getBean(HealthIndicator.class);

                    publisher.publish("ann", 0.5);
                    publisher.publish("bob", 0.5);

                    assertThat(requireNonNull(health.health()).getStatus()).isEqualTo(Status.UP);
                    assertThat(requireNonNull(health.health()).getDetails()).containsEntry("spooled", 2);
                    assertThat(meters.get("red.publisher.spool.events").gauge().value()).isEqualTo(2);
                    assertThat(meters.get("red.publisher.spool.bytes").gauge().value()).isPositive();
                    assertThat(meters.get("red.publisher.spool.written").functionCounter().count()).isEqualTo(2);

                    assertThatExceptionOfType(RedPublishException.class)
                            .isThrownBy(() -> publisher.publish("carol", 0.5))
                            .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SPOOL_FULL));
                    assertThat(requireNonNull(health.health()).getStatus()).isEqualTo(Status.DOWN);
                });
    }

    @Test
    void saysNothingOfItsHealthWithoutASpool() {
        red.run(context -> assertThat(context).doesNotHaveBean(HealthIndicator.class));
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
    void worksWithoutSpringsHealth(@TempDir Path folder) {
        red.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .withPropertyValues("red.publisher.spool.directory=" + folder)
                .run(context -> assertThat(context).hasSingleBean(RedPublisher.class)
                        .doesNotHaveBean("redPublisherHealthIndicator"));
    }

    @Test
    void refusesABundleThatDoesNotExist() {
        red.withPropertyValues("spring.rabbitmq.ssl.bundle=absent").run(context -> assertThat(context).hasFailed());
    }

    @Test
    void isFoundByRed() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader())).contains(
                RedPublisherAutoConfiguration.class.getName(), RedPublisherMetricsAutoConfiguration.class.getName(),
                RedPublisherHealthAutoConfiguration.class.getName());
    }
}
