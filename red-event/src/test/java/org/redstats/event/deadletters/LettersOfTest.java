package org.redstats.event.deadletters;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.redstats.event.RedEvent;
import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.DeadLetters.DeadLetter;
import org.redstats.event.intake.RedMessage;
import org.redstats.event.intake.RedQueue;
import org.redstats.testing.TestBroker;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

import static java.nio.charset.StandardCharsets.UTF_8;

/** An empty queue with an empty dead queue on the shared broker, what is set aside there, and the command on it. */
final class LettersOfTest implements AutoCloseable {

    private static final TestBroker BROKER = TestBroker.shared();
    private static final Instant WHEN = Instant.parse("2026-03-01T12:00:00Z");

    final RedQueue queue = new RedQueue("red.letters-tests");
    final RabbitTemplate rabbit;
    final DeadLetters deadLetters;

    private final CachingConnectionFactory connections = new CachingConnectionFactory(BROKER.host(), BROKER.port());
    private final RabbitAdmin admin;

    /** @param arguments of the dead queue */
    LettersOfTest(Map<String, Object> arguments) {
        connections.setUsername(BROKER.user());
        connections.setPassword(BROKER.password());
        connections.setPublisherConfirmType(ConfirmType.CORRELATED);
        connections.setPublisherReturns(true);
        rabbit = new RabbitTemplate(connections);
        deadLetters = new DeadLetters(connections);
        admin = new RabbitAdmin(connections);
        admin.deleteQueue(queue.name());
        admin.deleteQueue(queue.deadName());
        admin.declareQueue(new Queue(queue.name()));
        var dead = QueueBuilder.durable(queue.deadName());
        arguments.forEach(dead::withArgument);
        admin.declareQueue(dead.build());
    }

    /** What the reader of the queue does with a message. */
    void setAside(String body, String reason) {
        setAside(new Message(body.getBytes(UTF_8)), reason);
    }

    void setAside(Message message, String reason) {
        deadLetters.publish(queue, List.of(DeadLetter.of(message, reason, WHEN)));
    }

    /** A message that was refused when it came and can be read by now. */
    UUID setAsideGood(String userId) {
        return setAsideGood(userId, 1).getFirst();
    }

    List<UUID> setAsideGood(String userId, int count) {
        var ids = Stream.generate(UUID::randomUUID).limit(count).toList();
        deadLetters.publish(queue, ids.stream().map(id -> {
            var properties = new MessageProperties();
            properties.setMessageId(id.toString());
            return DeadLetter.of(new Message(body(userId).getBytes(UTF_8), properties), "refused by the database",
                    WHEN);
        }).toList());
        return ids;
    }

    static String body(String userId) {
        return "{\"user_id\":\"" + userId + "\",\"red_value\":0.5}";
    }

    /** Takes all messages off a queue, as text. */
    List<String> bodies(String queueName) {
        return take(queueName).stream().map(message -> new String(message.getBody(), UTF_8)).toList();
    }

    /** Takes all messages off the reader's queue, as events. */
    List<RedEvent> events() {
        return take(queue.name()).stream().map(message -> RedMessage.read(message, Instant.now())).toList();
    }

    List<Message> take(String queueName) {
        var all = new ArrayList<Message>();
        for (var next = rabbit.receive(queueName); next != null; next = rabbit.receive(queueName)) {
            all.add(next);
        }
        return all;
    }

    /** How many messages wait in a queue. */
    long waiting(String queueName) {
        var information = admin.getQueueInfo(queueName);
        return information == null ? 0 : information.getMessageCount();
    }

    /** Where the broker is, as the command is told. */
    static List<String> whereTheBrokerIs() {
        return List.of("--spring.rabbitmq.host=" + BROKER.host(), "--spring.rabbitmq.port=" + BROKER.port(),
                "--spring.rabbitmq.publisher-confirm-type=correlated", "--spring.rabbitmq.publisher-returns=true");
    }

    /** What came of a command. */
    record Outcome(int exitCode, List<String> lines) {}

    Outcome run(String... arguments) {
        var output = new ByteArrayOutputStream();
        var printed = new PrintStream(output, true, UTF_8);
        var exitCode = DeadLetterCommand.run(queue, printed, printed, Stream.of(Stream.of(DeadLetterCommand.NAME),
                Stream.of(arguments), whereTheBrokerIs().stream()).flatMap(words -> words).toArray(String[]::new));
        return new Outcome(exitCode, output.toString(UTF_8).lines().toList());
    }

    @Override
    public void close() {
        admin.deleteQueue(queue.name());
        admin.deleteQueue(queue.deadName());
        connections.destroy();
    }
}
