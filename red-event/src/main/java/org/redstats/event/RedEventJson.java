package org.redstats.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * The event on the wire: UTF-8 JSON {@code {"event_id","user_id","red_value","when"}}, of which {@code user_id} and
 * {@code red_value} are required. Unknown fields are ignored; a null is a missing field.
 */
public final class RedEventJson {

    /** How far ahead of the receiver's clock an event may claim to be. */
    public static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private static final Pattern UUID_FORM = Pattern
            .compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");
    private static final Set<String> FIELDS = Set.of("event_id", "user_id", "red_value", "when");
    private static final JsonMapper JSON = new JsonMapper();

    private RedEventJson() {}

    /** Writes all four fields. */
    public static byte[] write(RedEvent event) {
        return JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("event_id", event.eventId().toString())
                .put("user_id", event.userId())
                .put("red_value", event.redValue())
                .put("when", event.when().toString()));
    }

    /**
     * Reads a body; what it leaves out comes from the envelope, at last a random id and the time of receipt.
     *
     * @throws InvalidRedEvent when the body is not JSON or a field is missing, wrong or too far in the future
     */
    public static RedEvent read(byte[] body, Envelope envelope) {
        var fields = fields(body);
        var event = new RedEvent(eventId(fields, envelope), userId(fields), redValue(fields), when(fields, envelope));
        if (event.when().isAfter(envelope.receivedAt().plus(MAX_AHEAD))) {
            throw new InvalidRedEvent("when", "must not be more than " + MAX_AHEAD.toMinutes()
                    + " minutes ahead of the receiver's clock, was " + event.when());
        }
        return event;
    }

    /** A value as it is written; of an object or an array only that it is one. */
    private record Value(JsonToken token, String text) {}

    /** Of all that a body may hold, only the fields of an event: what else is in it must not cost memory. */
    private static Map<String, Value> fields(byte[] body) {
        try (var json = JSON.createParser(
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString())) {
            var isObject = json.nextToken() == JsonToken.START_OBJECT;
            var fields = new HashMap<String, Value>();
            while (isObject && json.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = json.currentName();
                var token = json.nextToken();
                if (FIELDS.contains(name)) {
                    fields.put(name, new Value(token, token.isScalarValue() ? json.getString() : ""));
                }
                json.skipChildren();
            }
            if (!isObject) {
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                throw new InvalidRedEvent("body", "must be JSON: there is more after its end");
            }
            if (!isObject) {
                throw new InvalidRedEvent("body", "must be a JSON object");
            }
            return fields;
        } catch (CharacterCodingException e) {
            throw new InvalidRedEvent("body", "must be UTF-8");
        } catch (JacksonException e) {
            throw new InvalidRedEvent("body", "must be JSON: " + e.getOriginalMessage());
        }
    }

    private static UUID eventId(Map<String, Value> fields, Envelope envelope) {
        var field = field(fields, "event_id");
        if (field == null) {
            return envelope.eventId().orElseGet(UUID::randomUUID);
        }
        return uuid(field.token() == JsonToken.VALUE_STRING ? field.text() : null)
                .orElseThrow(() -> new InvalidRedEvent("event_id", "must be a UUID in its form of 36 characters"));
    }

    private static String userId(Map<String, Value> fields) {
        var field = required(fields, "user_id");
        return switch (field.token()) {
            case VALUE_STRING -> field.text();
            case VALUE_NUMBER_INT -> field.text().equals("-0") ? "0" : field.text();
            default -> throw new InvalidRedEvent("user_id", "must be a string or an integer");
        };
    }

    private static double redValue(Map<String, Value> fields) {
        var field = required(fields, "red_value");
        if (!field.token().isNumeric()) {
            throw new InvalidRedEvent("red_value", "must be a number");
        }
        return Double.parseDouble(field.text());
    }

    private static Instant when(Map<String, Value> fields, Envelope envelope) {
        var field = field(fields, "when");
        if (field == null) {
            return envelope.timestamp() == null ? envelope.receivedAt() : envelope.timestamp();
        }
        try {
            return Instant.parse(field.token() == JsonToken.VALUE_STRING ? field.text() : "");
        } catch (DateTimeException e) {
            throw new InvalidRedEvent("when", "must be an RFC 3339 instant such as 2026-01-31T12:00:00Z");
        }
    }

    private static Value required(Map<String, Value> fields, String name) {
        var field = field(fields, name);
        if (field == null) {
            throw new InvalidRedEvent(name, "is missing");
        }
        return field;
    }

    private static @Nullable Value field(Map<String, Value> fields, String name) {
        var field = fields.get(name);
        return field == null || field.token() == JsonToken.VALUE_NULL ? null : field;
    }

    static Optional<UUID> uuid(@Nullable String text) {
        return text != null && UUID_FORM.matcher(text).matches()
                ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
