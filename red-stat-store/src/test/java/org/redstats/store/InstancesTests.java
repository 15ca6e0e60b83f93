package org.redstats.store;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.store.SampleEvents.event;

/** Instances with a database of their own, which comes and goes. */
@ExtendWith(OutputCaptureExtension.class)
class InstancesTests {

    private static final String DAY = "/stat?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static EmbeddedDatabase database;

    private String url = "";

    @BeforeAll
    static void startDatabase() {
        database = EmbeddedDatabase.startTemporary();
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void makeDatabase(TestInfo test) {
        database.startAgain();
        var name = test.getTestMethod().orElseThrow().getName();
        database.createDatabaseIfMissing(name);
        url = database.jdbcUrl(name);
    }

    @Test
    void twoInstancesShareTheQueueAndStoreEachEventOnce() {
        try (var one = start(); var other = start()) {
            emptyQueues(one);
            var events = events(600);

            events.forEach(event -> publish(one, event));
            events.subList(0, 100).forEach(event -> publish(one, event));

            awaitTotal(other, 600);
            await().atMost(PATIENCE).until(() -> processed(one) + processed(other) == 700);
            assertThat(processed(one)).isPositive();
            assertThat(processed(other)).isPositive();
            assertThat(total(one)).isEqualTo(600);
        }
    }

    @Test
    void losesNothingWhileTheDatabaseIsAway() {
        try (var instance = start()) {
            emptyQueues(instance);
            var events = events(300);

            events.subList(0, 100).forEach(event -> publish(instance, event));
            database.stopImmediately();
            events.subList(100, 200).forEach(event -> publish(instance, event));
            assertThat(instance.http().get(DAY).statusCode()).isEqualTo(503);
            database.startAgain();
            events.subList(200, 300).forEach(event -> publish(instance, event));

            awaitTotal(instance, 300);
            assertThat(instance.bean(RabbitTemplate.class).receive("red.store.dead")).isNull();
        }
    }

    @Test
    void leavesToTheNextInstanceWhatItCouldNotStore(CapturedOutput output) {
        try (var instance = start()) {
            emptyQueues(instance);
            database.stop();
            events(50).forEach(event -> publish(instance, event));
            await().atMost(PATIENCE).until(() -> output.getOut().contains("nothing is acknowledged"));
        }
        database.startAgain();

        try (var next = start()) {
            awaitTotal(next, 50);
        }
    }

    @Test
    void saysUnavailableWhileTheDatabaseIsAway() {
        try (var instance = start()) {
            assertThat(instance.http().get(DAY).statusCode()).isEqualTo(200);
            database.stop();

            var count = instance.http().get(DAY);
            var events = instance.http().get("/stat/events");

            assertThat(List.of(count.statusCode(), events.statusCode())).containsOnly(503);
            assertThat(count.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(count.headers().firstValue("Retry-After")).isPresent();
            assertThat(count.body()).contains("not available").doesNotContainIgnoringCase("exception")
                    .doesNotContain("127.0.0.1");
            assertThat(instance.http().get("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(instance.http().get("/actuator/health/readiness").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void waitsAtTheStartForADatabaseThatIsNotThereYet(CapturedOutput output) {
        database.stop();
        var starting = CompletableFuture.supplyAsync(this::start);
        await().atMost(PATIENCE).until(() -> output.getOut().contains("Connection error"));

        database.startAgain();

        assertThat(starting).succeedsWithin(PATIENCE);
        try (var instance = starting.join()) {
            assertThat(total(instance)).isZero();
        }
    }

    @Test
    void answersWithoutABroker() {
        try (var instance = start(Map.of("spring.rabbitmq.port", 1))) {
            assertThat(total(instance)).isZero();
        }
    }

    @Test
    void looksAfterThePartitionsAsLongAsItRuns() {
        try (var instance = start(Map.of("red.store.partitions.every", "1s"))) {
            var jdbc = instance.bean(JdbcClient.class);
            var tomorrow = "red_event_" + LocalDate.now(ZoneOffset.UTC).plusDays(1).toString().replace('-', '_');

            jdbc.sql("DROP TABLE " + tomorrow).update();

            await().atMost(PATIENCE).until(() -> jdbc.sql("SELECT to_regclass(?) IS NOT NULL").param(tomorrow)
                    .query(Boolean.class).single());
        }
    }

    private Instance start() {
        return start(Map.of());
    }

    private Instance start(Map<String, Object> more) {
        return Instance.start(url, database.user(), database.password(), more);
    }

    private static List<RedEvent> events(int count) {
        return IntStream.range(0, count).mapToObj(i -> event("ann", i, "2026-03-01T12:00:00Z")).toList();
    }

    private static void emptyQueues(Instance instance) {
        instance.bean(AmqpAdmin.class).purgeQueue("red.store", false);
        instance.bean(AmqpAdmin.class).purgeQueue("red.store.dead", false);
    }

    private static void publish(Instance instance, RedEvent event) {
        instance.bean(RabbitTemplate.class).send(RedExchange.NAME, "", new Message(RedEventJson.write(event)));
    }

    private static void awaitTotal(Instance instance, long expected) {
        await().atMost(PATIENCE).ignoreExceptions()
                .untilAsserted(() -> assertThat(total(instance)).isEqualTo(expected));
    }

    private static long total(Instance instance) {
        return instance.http().json(DAY).path("total").asLong(-1);
    }

    private static double processed(Instance instance) {
        return instance.bean(MeterRegistry.class).get("red.store.batch").summary().totalAmount();
    }
}
