package org.redstats.subscribe;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.redstats.embedded.Mail;
import org.redstats.event.RedEvent;
import org.redstats.testing.TestBroker;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class ExactlyOnceTests extends ServiceTests {

    private static final String APPEND = """
            INSERT INTO red_event_log (occurred_at, event_id, user_id, red_value) VALUES (now(), :id, '1', :red)""";

    @Autowired
    private DataSource dataSource;

    @Autowired
    private Environment environment;

    @Test
    void doesNotSkipABatchThatBeganEarlierAndCommitsLater() {
        var ann = subscribe("ann@example.org", 0.5);
        new TransactionTemplate(new DataSourceTransactionManager(dataSource)).executeWithoutResult(status -> {
            jdbc.sql(APPEND).param("id", UUID.randomUUID()).param("red", 0.9).update();
            elsewhere(() -> {
                publish("1", 0.8);
                await().until(() -> count("SELECT count(*) FROM red_event_log WHERE red_value = 0.8") == 1);
                // Only what is below the horizon may be told, and that is held back by the earlier batch.
                assertThat(deliveries(ann)).isEmpty();
            });
        });

        await().until(() -> count("SELECT coalesce(sum(events), 0) FROM delivery") == 2);
        awaitQuiet();
        assertThat(count("SELECT sum(events) FROM delivery")).isEqualTo(2);
    }

    @Test
    void tellsEachMatchOnceHoweverManyInstancesShareTheWork() {
        var subscribers = IntStream.range(0, 40).mapToObj(i -> subscribe("user" + i + "@example.org", i / 100.0,
                Map.of("min_interval", i % 2 == 0 ? "PT0S" : "PT1S"))).toList();
        try (var other = anotherInstance()) {
            assertThat(other.isRunning()).isTrue();
            publishEachTwice(300);
            await().until(() -> count("SELECT count(*) FROM red_event_log") >= 300);
            awaitQuiet();
            await().until(() -> count("SELECT count(*) FROM subscription WHERE due_at IS NOT NULL") == 0);
            awaitQuiet();
        }

        for (var i = 0; i < subscribers.size(); i++) {
            var threshold = i / 100.0;
            var matches = IntStream.range(0, 300).filter(n -> n / 300.0 > threshold).count();
            assertThat(deliveries(subscribers.get(i)).stream().mapToLong(d -> d.path("events").asLong()).sum())
                    .as("matches above %s", threshold).isEqualTo(matches);
        }
        assertThat(sink.messages()).extracting(Mail::messageId).doesNotHaveDuplicates()
                .hasSize((int) count("SELECT count(*) FROM delivery"));
        assertThat(count("SELECT count(*) FROM delivery WHERE attempts <> 1 OR state <> 'sent'")).isZero();
    }

    private void publishEachTwice(int events) {
        try (var threads = Executors.newFixedThreadPool(8)) { // each needs a channel to the broker
            for (var i = 0; i < events; i++) {
                var event = new RedEvent(UUID.randomUUID(), "u" + i % 7, i / (double) events, Instant.now());
                threads.execute(() -> publish(event));
                threads.execute(() -> publish(event));
            }
        }
    }

    private ConfigurableApplicationContext anotherInstance() {
        var broker = TestBroker.shared();
        return new SpringApplicationBuilder(SubscribeApplication.class).web(WebApplicationType.SERVLET).run(
                "--server.port=0", "--red.subscribe.poll-interval=50ms", "--red.subscribe.confirmation.required=false",
                "--spring.datasource.url=" + environment.getRequiredProperty("spring.datasource.url"),
                "--spring.datasource.username=" + environment.getRequiredProperty("spring.datasource.username"),
                "--spring.datasource.password=" + environment.getRequiredProperty("spring.datasource.password"),
                "--spring.rabbitmq.host=" + broker.host(), "--spring.rabbitmq.port=" + broker.port(),
                "--spring.mail.host=127.0.0.1", "--spring.mail.port=" + sink.smtpPort());
    }

    private static void elsewhere(Runnable work) {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            thread.submit(work).get();
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
