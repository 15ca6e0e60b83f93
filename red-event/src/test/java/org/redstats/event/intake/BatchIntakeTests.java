package org.redstats.event.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.TestBroker;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.TransientDataAccessResourceException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(properties = {"spring.rabbitmq.publisher-confirm-type=correlated",
        "spring.rabbitmq.publisher-returns=true", "red.intake.first-pause=10ms",
        "red.intake.count-letters-every=50ms"})
@Import(TestBroker.Properties.class)
class BatchIntakeTests {

    private static final RedQueue QUEUE = new RedQueue("red.intake-tests");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Autowired
    private RabbitTemplate rabbit;

    @Autowired
    private RecordingSink sink;

    @Autowired
    private AmqpAdmin admin;

    @Autowired
    private MeterRegistry meters;

    @BeforeEach
    void startFromNothing() {
        admin.purgeQueue(QUEUE.deadName(), false);
        sink.rule = events -> {};
        sink.committed.clear();
    }

    @Test
    void setsBadMessagesAsideWithTheReasonAndHandsOverTheRest() {
        var before = event("ann", 0.1);
        var after = event("bob", 0.2);

        publish(before);
        rabbit.send(RedExchange.NAME, "", new Message("not JSON".getBytes(UTF_8)));
        publish(after);

        var letter = deadLetter();
        assertThat(letter.getBody()).isEqualTo("not JSON".getBytes(UTF_8));
        assertThat(reason(letter)).startsWith("body must be JSON");
        await().atMost(PATIENCE).until(() -> sink.committed.size() == 2);
        // Each send awaits its confirm on a channel of its own, and the broker keeps the order of one channel only.
        assertThat(sink.committed).containsExactlyInAnyOrder(before, after);
    }

    @Test
    void keepsOfABadMessageWhatCannotLeadItAstray() {
        var properties = new MessageProperties();
        properties.setMessageId("job-17");
        properties.setHeaders(Map.of("trace", "abc", "CC", List.of("nowhere")));

        rabbit.send("", QUEUE.name(), new Message("[]".getBytes(UTF_8), properties));

        var letter = deadLetter().getMessageProperties();
        assertThat(letter.getHeaders()).containsEntry("trace", "abc")
                .containsEntry(DeadLetters.MESSAGE_ID_HEADER, "job-17")
                .doesNotContainKey("CC");
    }

    @Test
    void givesABadMessageTheIdAndTimeThatItLacks() {
        var before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        rabbit.send("", QUEUE.name(), new Message("[]".getBytes(UTF_8)));

        var letter = deadLetter().getMessageProperties();
        assertThat(UUID.fromString(letter.getMessageId())).isNotNull();
        assertThat(Objects.requireNonNull(letter.getTimestamp()).toInstant()).isBetween(before, Instant.now());
    }

    @Test
    void leavesABadMessageTheIdAndTimeThatItHas() {
        var id = UUID.randomUUID().toString();
        var sent = Instant.parse("2026-03-01T12:00:00Z");
        var properties = new MessageProperties();
        properties.setMessageId(id);
        properties.setTimestamp(Date.from(sent));

        rabbit.send("", QUEUE.name(), new Message("[]".getBytes(UTF_8), properties));

        var letter = deadLetter().getMessageProperties();
        assertThat(letter.getMessageId()).isEqualTo(id);
        assertThat(letter.getTimestamp()).isEqualTo(Date.from(sent));
    }

    @Test
    @RequiresRabbitMq // the embedded broker takes an expiration for an instant, so such a message is gone at once
    void keepsABadMessageForGoodThatWouldHaveExpired() {
        var properties = new MessageProperties();
        properties.setExpiration("60000");

        rabbit.send("", QUEUE.name(), new Message("[]".getBytes(UTF_8), properties));

        assertThat(deadLetter().getMessageProperties().getExpiration()).isNull();
    }

    @Test
    void readsOnAfterAHistoryThatIsNone() {
        var properties = new MessageProperties();
        properties.setHeader("x-death", List.of("no table"));
        var event = event("ann", 0.1);

        rabbit.send("", QUEUE.name(), new Message(RedEventJson.write(event), properties));

        await().atMost(PATIENCE).until(() -> !sink.committed.isEmpty());
        assertThat(sink.committed).containsExactly(event);
    }

    @Test
    void setsAMessageAsideWhoseHeadersFillAFrame() {
        var properties = new MessageProperties();
        properties.setHeader("large", "x".repeat(60_000));

        rabbit.send("", QUEUE.name(), new Message("[]".getBytes(UTF_8), properties));

        var headers = deadLetter().getMessageProperties().getHeaders();
        assertThat(headers).containsKey(DeadLetters.REASON_HEADER).doesNotContainKey("large");
    }

    @Test
    void countsTheLettersThatWait() {
        var waiting = meters.get("red.dead.letters.waiting").tag("queue", QUEUE.name()).gauge();

        rabbit.send("", QUEUE.name(), new Message("[]".getBytes(UTF_8)));
        await().atMost(PATIENCE).until(() -> waiting.value() == 1);

        deadLetter();
        await().atMost(PATIENCE).until(() -> waiting.value() == 0);
    }

    @Test
    void triesAgainUntilTheSinkIsBack() {
        var failures = new AtomicInteger();
        sink.rule = events -> {
            if (failures.incrementAndGet() <= 5) {
                throw new TransientDataAccessResourceException("away");
            }
        };
        var event = event("ann", 0.1);

        publish(event);

        await().atMost(PATIENCE).until(() -> !sink.committed.isEmpty());
        assertThat(sink.committed).containsExactly(event);
        assertThat(rabbit.receive(QUEUE.deadName())).isNull();
    }

    @Test
    void setsOnlyTheEventAsideThatTheSinkRefuses() {
        sink.rule = events -> {
            if (events.stream().anyMatch(event -> event.userId().equals("refused"))) {
                throw new DataIntegrityViolationException("check violated");
            }
        };

        for (var i = 0; i < 40; i++) {
            publish(event(i == 17 ? "refused" : "ann", i));
        }

        assertThat(reason(deadLetter())).contains("refused by the database");
        await().atMost(PATIENCE).until(() -> sink.committed.size() == 39);
        assertThat(sink.committed).extracting(RedEvent::userId).containsOnly("ann");
    }

    private void publish(RedEvent event) {
        rabbit.send(RedExchange.NAME, "", new Message(RedEventJson.write(event)));
    }

    private Message deadLetter() {
        return await().atMost(PATIENCE).until(() -> rabbit.receive(QUEUE.deadName()), Objects::nonNull);
    }

    private static String reason(Message letter) {
        return Objects.toString(letter.getMessageProperties().getHeader(DeadLetters.REASON_HEADER), "");
    }

    private static RedEvent event(String userId, double redValue) {
        return new RedEvent(UUID.randomUUID(), userId, redValue, Instant.parse("2026-03-01T12:00:00Z"));
    }

    /** Commits what its rule lets pass. */
    static class RecordingSink implements EventSink {

        volatile Consumer<List<RedEvent>> rule = events -> {};
        final List<RedEvent> committed = new CopyOnWriteArrayList<>();

        @Override
        public void append(List<RedEvent> events) {
            rule.accept(events);
            committed.addAll(events);
        }
    }

    record Listener(BatchIntake intake) {

        @RabbitListener(queues = "red.intake-tests", containerFactory = RedIntakeConfiguration.BATCHES)
        void on(List<Message> batch) {
            intake.take(batch);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(RedIntakeConfiguration.class)
    static class Reader {

        @Bean
        RedQueue queue() {
            return QUEUE;
        }

        @Bean
        Declarables topology(RedQueue queue) {
            return queue.declarables();
        }

        @Bean
        RecordingSink sink() {
            return new RecordingSink();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Listener listener(EventSink sink, DeadLetters deadLetters, Retry retry, IntakeGate gate,
                MeterRegistry meters) {
            return new Listener(new BatchIntake(QUEUE, sink, deadLetters, retry, gate, meters,
                    Clock.systemUTC()));
        }
    }
}
