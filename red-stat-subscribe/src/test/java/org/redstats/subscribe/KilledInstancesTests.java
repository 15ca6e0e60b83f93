package org.redstats.subscribe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

import com.samskivert.mustache.Mustache;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redstats.embedded.Mail;
import org.redstats.embedded.MailSink;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.redstats.testing.TestDatabase;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.mustache.autoconfigure.MustacheResourceTemplateLoader;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances share the work while each is killed again and again, once at least between any two steps: whatever
 * they left half done, every match is in exactly one delivery, and every delivery arrives.
 */
class KilledInstancesTests {

    private static final List<String> LOGGERS = List.of("org.redstats.subscribe", "org.springframework", "com.zaxxer");
    private static final int INSTANCES = 3;
    private static final int EVENTS = 240;
    private static final int SUBSCRIPTIONS = 24;

    private final TestDatabase database = TestDatabase.shared();
    private final DriverManagerDataSource source = new DriverManagerDataSource(database.freshDatabase(),
            database.user(), database.password());
    private final JdbcClient jdbc = JdbcClient.create(source);
    private final Set<String> struckAt = ConcurrentHashMap.newKeySet();
    private final List<Instance> instances = new ArrayList<>();
    private volatile boolean kill = true;

    /** Instances that die say a lot. */
    @BeforeAll
    static void beQuiet() {
        LOGGERS.forEach(logger -> LoggingSystem.get(KilledInstancesTests.class.getClassLoader()).setLogLevel(logger,
                LogLevel.OFF));
    }

    @AfterAll
    static void speakAgain() {
        LOGGERS.forEach(
                logger -> LoggingSystem.get(KilledInstancesTests.class.getClassLoader()).setLogLevel(logger, null));
    }

    @Test
    void tellEveryMatchExactlyOnce() throws Exception {
        Flyway.configure().dataSource(source).load().migrate();
        jdbc.sql(
                "CREATE TABLE red_event_log_today PARTITION OF red_event_log FOR VALUES FROM ('-infinity') TO ('infinity')")
                .update();
        subscribe();
        try (var sink = MailSink.start(0, 0, null)) {
            IntStream.range(0, INSTANCES).forEach(i -> instances.add(new Instance(sink)));
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var feeders = IntStream.range(0, 4).<Future<?>>mapToObj(i -> threads.submit(() -> feed(i))).toList();
                while (!feeders.stream().allMatch(Future::isDone)) {
                    replaceTheDead(sink);
                    Thread.onSpinWait();
                }
                for (var feeder : feeders) {
                    feeder.get();
                }
            } catch (ExecutionException e) {
                throw new AssertionError(e);
            }
            kill = false;
            replaceTheDead(sink);
            awaitQuiet();
            instances.forEach(Instance::close);

            assertThat(struckAt).as("where instances were killed").hasSizeGreaterThan(20)
                    .anyMatch(step -> step.startsWith("after COMMIT"))
                    .anyMatch(step -> step.startsWith("before INSERT INTO red_event_log"))
                    .anyMatch(step -> step.contains("WITH gathered"))
                    .anyMatch(step -> step.startsWith("before UPDATE delivery d SET state"));
            assertThat(count("SELECT count(*) FROM red_event_log")).isEqualTo(EVENTS);
            assertThat(count("""
                    SELECT count(*) FROM (
                        SELECT FROM subscription s
                        JOIN red_event_log e ON e.red_value > s.red_threshold
                            AND (s.user_id IS NULL OR s.user_id = e.user_id)
                        LEFT JOIN delivery d ON d.subscription_id = s.id AND e.xid >= d.from_xid AND e.xid < d.to_xid
                        GROUP BY s.id, e.event_id HAVING count(d.id) <> 1) wrong""")).as("matches not told once")
                    .isZero();
            assertThat(count("""
                    SELECT count(*) FROM delivery d JOIN subscription s ON s.id = d.subscription_id
                    WHERE d.state <> 'sent' OR d.events <> (
                        SELECT count(*) FROM red_event_log e
                        WHERE e.xid >= d.from_xid AND e.xid < d.to_xid AND e.red_value > d.red_threshold
                          AND (s.user_id IS NULL OR s.user_id = e.user_id))""")).as("wrong deliveries").isZero();
            assertThat(sink.messages().stream().map(Mail::messageId).collect(Collectors.toSet()))
                    .isEqualTo(jdbc.sql("SELECT id || '@example.org' FROM delivery").query(String.class).set());
        }
    }

    private void subscribe() {
        jdbc.sql("""
                INSERT INTO subscription (red_threshold, email, user_id, min_interval, token_hash, unsubscribe_token)
                SELECT n / :n, 'user' || n || '@example.org', CASE WHEN n % 3 = 0 THEN 'u' || n % 5 END,
                       make_interval(secs => n % 6 / 5.0), sha256('token'), 'token'
                FROM generate_series(0, :last) n""")
                .param("n", (double) SUBSCRIPTIONS).param("last", SUBSCRIPTIONS - 1).update();
    }

    /** As a broker does: to any instance, again until one has acknowledged, now and then once more. */
    private void feed(int number) {
        var random = ThreadLocalRandom.current();
        var left = EVENTS / 4;
        while (left > 0) {
            var batch = IntStream.range(0, Math.min(left, random.nextInt(1, 8)))
                    .mapToObj(i -> new RedEvent(UUID.randomUUID(), "u" + random.nextInt(5), random.nextDouble(),
                            Instant.now().plusSeconds(number)))
                    .toList();
            left -= batch.size();
            for (var acknowledged = 0; acknowledged < 1 + random.nextInt(2);) {
                acknowledged += anyInstance().take(batch) ? 1 : 0;
            }
        }
    }

    private Instance anyInstance() {
        synchronized (instances) {
            return instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
        }
    }

    private void replaceTheDead(MailSink sink) {
        for (var i = 0; i < instances.size(); i++) {
            if (instances.get(i).isDead()) {
                instances.get(i).close();
                var next = new Instance(sink);
                synchronized (instances) {
                    instances.set(i, next);
                }
            }
        }
    }

    /** Once for sure at each step that there is, and here and there for no reason. */
    private boolean strikesAt(String step) {
        return kill && ThreadLocalRandom.current().nextInt(struckAt.contains(step) ? 1000 : 4) == 0
                && struckAt.add(step);
    }

    private void awaitQuiet() {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> count("""
                SELECT (SELECT count(*) FROM red_event_log, wake WHERE xid >= done)
                     + (SELECT count(*) FROM subscription WHERE due_at IS NOT NULL)
                     + (SELECT count(*) FROM delivery WHERE state = 'pending')""") == 0);
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).single();
    }

    /** What of the service takes, gathers and hands over, on a database of its own mortality. */
    private final class Instance implements AutoCloseable {

        private final MortalDataSource mortal = new MortalDataSource(source, KilledInstancesTests.this::strikesAt);
        private final HikariDataSource pool;
        private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

        Instance(MailSink sink) {
            var config = new HikariConfig();
            config.setDataSource(mortal);
            config.setConnectionTimeout(500);
            config.setInitializationFailTimeout(-1);
            pool = new HikariDataSource(config);
            TestPropertyValues.of(Map.of("red.subscribe.poll-interval", "20ms", "red.subscribe.delivery.lease", "3s",
                    "red.subscribe.delivery.connections", "2", "red.subscribe.delivery.batch-size", "20"))
                    .applyTo(context);
            var sender = new JavaMailSenderImpl();
            sender.setHost("127.0.0.1");
            sender.setPort(sink.smtpPort());
            context.registerBean(DataSource.class, () -> pool);
            context.registerBean(JavaMailSenderImpl.class, () -> sender);
            context.register(Parts.class);
            context.refresh();
        }

        boolean take(List<RedEvent> batch) {
            try {
                context.getBean(EventSink.class).append(batch);
                return true;
            } catch (RuntimeException e) {
                return false;
            }
        }

        boolean isDead() {
            return mortal.isDead();
        }

        @Override
        public void close() {
            context.close();
            pool.close();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    @EnableConfigurationProperties(SubscribeProperties.class)
    @ComponentScan(basePackages = {"org.redstats.subscribe.log", "org.redstats.subscribe.due",
            "org.redstats.subscribe.outbox", "org.redstats.subscribe.worker",
            "org.redstats.subscribe.mail"}, excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(LogUpkeep|SubscribeIntake|Tests).*"))
    static class Parts {

        @Bean
        JdbcClient jdbc(DataSource source) {
            return JdbcClient.create(source);
        }

        @Bean
        JdbcTransactionManager transactionManager(DataSource source) {
            return new JdbcTransactionManager(source);
        }

        @Bean
        TransactionTemplate transactions(JdbcTransactionManager manager) {
            return new TransactionTemplate(manager);
        }

        @Bean
        JsonMapper json() {
            return JsonMapper.builder().build();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        SimpleMeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Mustache.Compiler compiler() {
            return Mustache.compiler()
                    .withLoader(new MustacheResourceTemplateLoader("classpath:/templates/", ".mustache"));
        }
    }
}
