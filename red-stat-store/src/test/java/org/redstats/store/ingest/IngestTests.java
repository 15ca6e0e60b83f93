package org.redstats.store.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.event.intake.DeadLetters;
import org.redstats.store.StoreTest;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionOperations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.store.SampleEvents.deleteAll;
import static org.redstats.store.SampleEvents.event;

@StoreTest
@TestPropertySource(properties = "spring.rabbitmq.listener.simple.auto-startup=true")
@DirtiesContext
class IngestTests {

    private static final String WHEN = "2026-03-01T12:00:00Z";
    private static final String DEAD_QUEUE = "red.store.dead";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private EventHistory history;

    @Autowired
    private RabbitTemplate rabbit;

    @Autowired
    private AmqpAdmin admin;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionOperations transactions;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void startFromNothing() {
        admin.purgeQueue("red.store", false);
        admin.purgeQueue(DEAD_QUEUE, false);
        deleteAll(jdbc);
    }

    @Test
    void storesWhatArrives() {
        var event = event("ann", 0.25, "2026-03-01T12:00:00.123456Z");

        publish(event);

        awaitRows(1);
        assertThat(stored()).containsExactly(event);
    }

    @Test
    void countsARedeliveredEventOnce() {
        var event = event("ann", 0.5, WHEN);

        publish(event);
        awaitRows(1);
        publish(event);
        publish(event("bob", 0.5, WHEN));

        awaitRows(2);
        assertThat(stored()).contains(event);
    }

    @Test
    void countsARepetitionWithinABatchOnce() {
        var event = event("ann", 0.5, WHEN);
        var storedBefore = counter("red.store.events.stored");
        var repeatedBefore = counter("red.store.events.repeated");

        history.append(List.of(event, event, event("bob", 0.5, WHEN), event));

        assertThat(rows()).isEqualTo(2);
        assertThat(counter("red.store.events.stored") - storedBefore).isEqualTo(2);
        assertThat(counter("red.store.events.repeated") - repeatedBefore).isEqualTo(2);
    }

    @Test
    void takesTheSameIdWithAnotherWhenForAnotherEvent() {
        var event = event("ann", 0.5, WHEN);

        history.append(List.of(event,
                new RedEvent(event.eventId(), "ann", 0.5, event.when().plusNanos(1000))));

        assertThat(rows()).isEqualTo(2);
    }

    @Test
    void setsABadMessageAsideAndStoresItsNeighbours() {
        publish(event("ann", 0.1, WHEN));
        rabbit.send(RedExchange.NAME, "", new Message("{\"user_id\":\"bob\"}".getBytes(UTF_8)));
        publish(event("cem", 0.3, WHEN));

        assertThat(reason(deadLetter())).isEqualTo("red_value is missing");
        awaitRows(2);
    }

    @Test
    void aRowThatTheDatabaseRefusesDoesNotSinkItsBatch() {
        jdbc.sql("ALTER TABLE red_event ADD CONSTRAINT no_mallory CHECK (user_id <> 'mallory')").update();
        try {
            IntStream.range(0, 50).forEach(i -> publish(event(i == 31 ? "mallory" : "ann", i, WHEN)));

            assertThat(reason(deadLetter())).contains("refused by the database");
            awaitRows(49);
            assertThat(stored()).extracting(RedEvent::userId).containsOnly("ann");
        } finally {
            jdbc.sql("ALTER TABLE red_event DROP CONSTRAINT no_mallory").update();
        }
    }

    @Test
    void keepsInstantsExactFromTheFirstYearToTheLast() {
        var events = Stream.of("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000001Z", "0001-12-31T23:59:59.999999Z",
                "1582-10-15T01:02:03.000007Z", "1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000001Z",
                "2026-03-29T01:30:00.000001Z", "9999-12-31T23:59:59.999999Z")
                .map(when -> event("ann", 0.5, when))
                .toList();

        history.append(events);

        assertThat(stored()).containsExactlyElementsOf(events);
    }

    @Test
    void keepsValuesExact() {
        var events = Stream.of(0.0, Double.MIN_VALUE, 0.1, 1 / 3.0, Double.MAX_VALUE)
                .map(value -> event("ann", value, WHEN))
                .toList();

        history.append(events);

        assertThat(stored()).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void keepsUsersExact() {
        var events = Stream.of("a\"b\\c,{}", "NULL", "null", " ", "\n", "ünï\uD83D\uDE00".repeat(10))
                .map(user -> event(user, 0.5, WHEN))
                .toList();

        history.append(events);

        assertThat(stored()).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void storesAnEventWhoseDayGetsItsPartitionMeanwhile() {
        var event = event("ann", 0.5, "2011-05-05T12:00:00Z");

        var storing = transactions.execute(status -> {
            jdbc.sql("LOCK TABLE red_event_default IN ACCESS EXCLUSIVE MODE").update();
            var appended = CompletableFuture.runAsync(() -> history.append(List.of(event)));
            await().atMost(PATIENCE).until(() -> isWaitedFor("red_event_default"));
            jdbc.sql("CREATE TABLE red_event_2011_05_05 (LIKE red_event INCLUDING ALL)").update();
            jdbc.sql("""
                    ALTER TABLE red_event ATTACH PARTITION red_event_2011_05_05
                    FOR VALUES FROM ('2011-05-05T00:00Z') TO ('2011-05-06T00:00Z')
                    """).update();
            return appended;
        });

        assertThat(storing).succeedsWithin(PATIENCE);
        assertThat(jdbc.sql("SELECT count(*) FROM red_event_2011_05_05").query(Long.class).single()).isOne();
    }

    @Test
    void theSameEventsFromBothSidesDoNotDeadlock() {
        var events = IntStream.range(0, 2_000).mapToObj(i -> event("ann", i, WHEN)).toList();

        var one = CompletableFuture.runAsync(() -> history.append(events));
        var other = CompletableFuture.runAsync(() -> history.append(events.reversed()));

        assertThat(CompletableFuture.allOf(one, other)).succeedsWithin(PATIENCE);
        assertThat(rows()).isEqualTo(2_000);
    }

    private void publish(RedEvent event) {
        rabbit.send(RedExchange.NAME, "", new Message(RedEventJson.write(event)));
    }

    private Message deadLetter() {
        return await().atMost(PATIENCE).until(() -> rabbit.receive(DEAD_QUEUE), Objects::nonNull);
    }

    private static String reason(Message letter) {
        return Objects.toString(letter.getMessageProperties().getHeader(DeadLetters.REASON_HEADER), "");
    }

    private void awaitRows(long count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows()).isEqualTo(count));
    }

    private long rows() {
        return jdbc.sql("SELECT count(*) FROM red_event").query(Long.class).single();
    }

    // By numbers that the database computes, so that the driver cannot hide on the way back what went wrong on the way in.
    private List<RedEvent> stored() {
        return jdbc.sql("""
                SELECT event_id, user_id, red_value,
                       (extract(epoch FROM date_trunc('second', occurred_at)))::bigint AS seconds,
                       extract(microseconds FROM occurred_at)::bigint % 1000000 AS micros
                FROM red_event ORDER BY occurred_at
                """)
                .query((row, number) -> new RedEvent(row.getObject("event_id", UUID.class), row.getString("user_id"),
                        row.getDouble("red_value"),
                        Instant.ofEpochSecond(row.getLong("seconds"), row.getLong("micros") * 1000)))
                .list();
    }

    private boolean isWaitedFor(String table) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = ?::regclass AND NOT granted)")
                .param(table)
                .query(Boolean.class)
                .single();
    }

    private double counter(String name) {
        return meters.get(name).counter().count();
    }
}
