package org.redstats.event.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;

/**
 * Sets messages aside in the queue's dead queue, with the reason in the header {@value #REASON_HEADER}. We publish them
 * ourselves rather than reject them, because brokers differ in what a reject does.
 */
public final class DeadLetters {

    /** Says what is wrong with the message. */
    public static final String REASON_HEADER = "red-reason";

    private static final long CONFIRM_TIMEOUT_SECONDS = 15;
    private static final int MAX_REASON_LENGTH = 500;

    // A broker routes a copy of the message to each queue named in these: it would come back to the queue it left.
    private static final Set<String> ROUTING_HEADERS = Set.of("CC", "BCC");

    // Larger ones might not fit into one frame together with the reason, and then could never be set aside.
    private static final int MAX_HEADERS_LENGTH = 16 * 1024;

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

    /** One message and what is wrong with it. */
    public record DeadLetter(Message message, String reason) {}

    /**
     * Returns when the broker has confirmed all of them.
     *
     * @throws AmqpException when it has not; then any of them may be there already
     */
    public void publish(RedQueue queue, List<DeadLetter> letters) {
        letters.stream().map(letter -> send(queue, letter)).toList().forEach(DeadLetters::awaitConfirm);
    }

    private CorrelationData send(RedQueue queue, DeadLetter letter) {
        var copy = MessageBuilder.withBody(letter.message().getBody()).andProperties(properties(letter)).build();
        var correlation = new CorrelationData();
        template.send("", queue.deadName(), copy, correlation);
        return correlation;
    }

    // Not copied: user_id, which the broker would check against our account, and expiration, which would lose the letter.
    private static MessageProperties properties(DeadLetter letter) {
        var original = letter.message().getMessageProperties();
        var reason = letter.reason();
        var properties = new MessageProperties();
        properties.setHeaders(keptHeaders(original));
        properties.setHeader(REASON_HEADER, reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH)));
        properties.setContentType(original.getContentType());
        properties.setContentEncoding(original.getContentEncoding());
        Optional.ofNullable(original.getMessageId()).ifPresent(properties::setMessageId);
        Optional.ofNullable(original.getTimestamp()).ifPresent(properties::setTimestamp);
        Optional.ofNullable(original.getAppId()).ifPresent(properties::setAppId);
        Optional.ofNullable(original.getType()).ifPresent(properties::setType);
        return properties;
    }

    private static Map<String, Object> keptHeaders(MessageProperties original) {
        var kept = original.getHeaders().entrySet().stream()
                .filter(header -> header.getValue() != null && !ROUTING_HEADERS.contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return kept.toString().length() > MAX_HEADERS_LENGTH ? Map.of() : kept;
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
