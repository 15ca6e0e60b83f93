package org.redstats.event.intake;

import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.redstats.event.intake.DeadLetters.DeadLetter;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;

/** What of a message's properties goes with it, to its dead queue and back. */
final class LetterProperties {

    private static final int MAX_REASON_LENGTH = 500;

    // A broker routes a copy of the message to each queue named in CC and BCC: it would come back to the queue it left.
    // The others are written by us or by the broker, about one stay in a queue.
    private static final Set<String> LEFT_OUT = Set.of("CC", "BCC", DeadLetters.REASON_HEADER, "x-delivery-count",
            "x-acquired-count");

    // Larger ones might not fit into one frame together with the reason, and then could never be set aside.
    private static final int MAX_HEADERS_LENGTH = 16 * 1024;

    private LetterProperties() {}

    /**
     * Those of a letter. It has an id and a time even if the message had none, so that the event is the same one however
     * often the letter is sent back.
     */
    static MessageProperties of(DeadLetter letter) {
        var properties = copy(letter.message());
        var reason = letter.reason();
        properties.setHeader(DeadLetters.REASON_HEADER, reason.substring(0,
                Math.min(reason.length(), MAX_REASON_LENGTH)));
        var envelope = RedMessage.envelope(letter.message(), letter.receivedAt());
        if (envelope.eventId().isEmpty()) {
            Optional.ofNullable(envelope.messageId())
                    .ifPresent(original -> properties.setHeader(DeadLetters.MESSAGE_ID_HEADER, original));
            properties.setMessageId(letter.id().toString());
        }
        if (envelope.timestamp() == null) {
            properties.setTimestamp(Date.from(letter.receivedAt()));
        }
        return properties;
    }

    /**
     * All but what would lead the copy astray: also without user_id, which the broker would check against our account,
     * and expiration, which would lose it.
     */
    static MessageProperties copy(Message message) {
        var original = message.getMessageProperties();
        var properties = new MessageProperties();
        properties.setHeaders(keptHeaders(original));
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
                .filter(header -> header.getValue() != null && !LEFT_OUT.contains(header.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return kept.toString().length() > MAX_HEADERS_LENGTH ? Map.of() : kept;
    }
}
