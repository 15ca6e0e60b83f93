package org.redstats.event.deadletters;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.DeadLetters;
import org.redstats.event.intake.RedMessage;
import org.springframework.amqp.core.Message;

/**
 * One message of a dead queue.
 *
 * @param message what the queue holds
 * @param now the clock by which its event is read
 */
record Letter(Message message, Instant now) {

    /** What would happen to it in its reader's queue. */
    sealed interface Outlook {

        /** It would count, and however often it is sent back it would count once. */
        record Good(RedEvent event) implements Outlook {}

        /** It could be read, but each time as another event. */
        record Unrepeatable() implements Outlook {}

        /** It would be set aside again. */
        record Bad(String reason) implements Outlook {}
    }

    static List<Message> messages(List<Letter> letters) {
        return letters.stream().map(Letter::message).toList();
    }

    /** The id of its message; empty for one that nobody gave an id. */
    String id() {
        return Objects.requireNonNullElse(message.getMessageProperties().getMessageId(), "");
    }

    /** Why it was set aside. */
    String reason() {
        return Objects.toString(message.getMessageProperties().getHeader(DeadLetters.REASON_HEADER), "not said");
    }

    Outlook outlook() {
        try {
            var event = RedMessage.read(message, now);
            return event.equals(RedMessage.read(message, now.plusSeconds(1)))
                    ? new Outlook.Good(event) : new Outlook.Unrepeatable();
        } catch (InvalidRedEvent e) {
            return new Outlook.Bad(e.reason());
        }
    }
}
