package org.redstats.event.intake;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Sets messages aside in the queue's dead queue, with the reason in the header {@value #REASON_HEADER}, and sends them
 * back. We publish them ourselves rather than reject them, because brokers differ in what a reject does.
 *
 * <p>Each method returns when the broker has confirmed all of the messages.
 */
public final class DeadLetters {

    /** Says what is wrong with the message. */
    public static final String REASON_HEADER = "red-reason";

    /** The message's own id, where that is no UUID and the letter was given one. */
    public static final String MESSAGE_ID_HEADER = "red-message-id";

    private static final long CONFIRM_TIMEOUT_SECONDS = 15;

    private final RabbitTemplate template;

    /** @param connections with correlated publisher confirms and returns */
    public DeadLetters(ConnectionFactory connections) {
        if (!connections.isPublisherConfirms() || !connections.isPublisherReturns()) {
            throw new IllegalStateException("Dead letters need spring.rabbitmq.publisher-confirm-type=correlated"
                    + " and spring.rabbitmq.publisher-returns=true");
        }
        template = new RabbitTemplate(connections);
        template.setMandatory(true);
        template.setUsePublisherConnection(true);
    }

    /**
     * One message and what is wrong with it.
     *
     * @param id the event's, if the message has none
     * @param receivedAt the event's time, if the message has none
     */
    public record DeadLetter(Message message, String reason, UUID id, Instant receivedAt) {

        /** A message that is set aside for the first time. */
        public static DeadLetter of(Message message, String reason, Instant receivedAt) {
            return new DeadLetter(message, reason, UUID.randomUUID(), receivedAt);
        }
    }

    /**
     * Sets messages aside.
     *
     * @throws AmqpException when the broker has not confirmed all; then any of them may be there already
     */
    public void publish(RedQueue queue, List<DeadLetter> letters) {
        awaitConfirms(letters.stream()
                .map(letter -> send(queue.deadName(), letter.message(), LetterProperties.of(letter)))
                .toList());
    }

    /**
     * Sends letters to the queue that they were read from, and to no other reader's.
     *
     * @throws AmqpException when the broker has not confirmed all; then any of them may be there already
     */
    public void sendBack(RedQueue queue, List<Message> letters) {
        awaitConfirms(letters.stream()
                .map(letter -> send(queue.name(), letter, LetterProperties.copy(letter)))
                .toList());
    }

    /**
     * Puts copies of letters at the end of their dead queue.
     *
     * @throws AmqpException when the broker has not confirmed all; then any of them may be there already
     */
    public void renew(RedQueue queue, List<Message> letters) {
        awaitConfirms(letters.stream().map(letter -> {
            var properties = LetterProperties.copy(letter);
            Object reason = letter.getMessageProperties().getHeader(REASON_HEADER);
            if (reason != null) {
                properties.setHeader(REASON_HEADER, reason);
            }
            return send(queue.deadName(), letter, properties);
        }).toList());
    }

    private CorrelationData send(String queue, Message original, MessageProperties properties) {
        var correlation = new CorrelationData();
        template.send("", queue, new Message(original.getBody(), properties), correlation);
        return correlation;
    }

    private static void awaitConfirms(List<CorrelationData> sent) {
        sent.forEach(DeadLetters::awaitConfirm);
    }

    private static void awaitConfirm(CorrelationData correlation) {
        try {
            var confirm = correlation.getFuture().get(CONFIRM_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (!confirm.ack() || correlation.getReturned() != null) {
                throw new AmqpException("The broker did not take a dead letter: "
                        + (correlation.getReturned() == null ? confirm.reason() : correlation.getReturned()
                                .getReplyText()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AmqpException("Interrupted while the broker confirms dead letters", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AmqpException("The broker did not confirm a dead letter", e);
        }
    }
}
