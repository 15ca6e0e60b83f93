package org.redstats.event.deadletters;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.redstats.event.deadletters.Letter.Outlook;
import org.redstats.event.intake.DeadLetters;

/** Letters in words; what comes from a message is made safe to print. */
final class Description {

    /** The longest part of a body that is shown unless all of it is asked for. */
    static final int MAX_BODY_LENGTH = 2_000;

    private Description() {}

    /** On one line: id, time, size, and whether it could be sent back. */
    static String line(Letter letter) {
        return String.join("  ", id(letter), time(letter), size(letter), outlook(letter));
    }

    /** On several lines, with headers and body. */
    static String full(Letter letter, boolean wholeBody) {
        var properties = letter.message().getMessageProperties();
        var headers = new TreeMap<String, Object>(properties.getHeaders());
        headers.remove(DeadLetters.REASON_HEADER);
        return """
                id:         %s
                time:       %s
                set aside:  %s
                now:        %s
                type:       %s
                headers:    %s
                body:       %s
                """.formatted(id(letter), time(letter), Printable.text(letter.reason()), outlook(letter),
                Printable.text(Objects.toString(properties.getContentType(), "-")), headers(headers),
                body(letter, wholeBody));
    }

    private static String id(Letter letter) {
        return letter.id().isEmpty() ? "-" : Printable.text(letter.id());
    }

    private static String time(Letter letter) {
        var time = letter.message().getMessageProperties().getTimestamp();
        return time == null ? "-" : time.toInstant().toString();
    }

    private static String size(Letter letter) {
        return letter.message().getBody().length + " bytes";
    }

    private static String outlook(Letter letter) {
        return switch (letter.outlook()) {
            case Outlook.Good(var event) -> "good: event %s of user %s; was set aside because %s".formatted(
                    event.eventId(), Printable.text(event.userId()), Printable.text(letter.reason()));
            case Outlook.Unrepeatable() -> "good, but without an id or a time of its own; was set aside because "
                    + Printable.text(letter.reason());
            case Outlook.Bad(var reason) -> "bad: " + Printable.text(reason);
        };
    }

    private static String headers(Map<String, Object> headers) {
        return headers.isEmpty() ? "-" : headers.entrySet().stream()
                .map(header -> Printable.text(header.getKey() + "=" + header.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String body(Letter letter, boolean whole) {
        var text = Printable.text(letter.message().getBody());
        return whole || text.length() <= MAX_BODY_LENGTH ? text
                : text.substring(0, MAX_BODY_LENGTH) + "... (" + size(letter) + "; --full shows all)";
    }
}
