package org.redstats.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
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
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

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
        var json = parse(body);
        var event = new RedEvent(eventId(json, envelope), userId(json), redValue(json), when(json, envelope));
        if (event.when().isAfter(envelope.receivedAt().plus(MAX_AHEAD))) {
            throw new InvalidRedEvent("when", "must not be more than " + MAX_AHEAD.toMinutes()
                    + " minutes ahead of the receiver's clock, was " + event.when());
        }
        return event;
    }

    private static JsonNode parse(byte[] body) {
        JsonNode json;
        try {
            json = JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            throw new InvalidRedEvent("body", "must be UTF-8");
        } catch (JacksonException e) {
            throw new InvalidRedEvent("body", "must be JSON: " + e.getOriginalMessage());
        }
        if (!json.isObject()) {
            throw new InvalidRedEvent("body", "must be a JSON object");
        }
        return json;
    }

    private static UUID eventId(JsonNode json, Envelope envelope) {
        var field = field(json, "event_id");
        if (field == null) {
            return envelope.eventId().orElseGet(UUID::randomUUID);
        }
        return uuid(field.stringValue(null))
                .orElseThrow(() -> new InvalidRedEvent("event_id", "must be a UUID in its form of 36 characters"));
    }

    private static String userId(JsonNode json) {
        var field = required(json, "user_id");
        if (field.isString()) {
            return field.stringValue();
        }
        if (field.isIntegralNumber()) {
            return field.bigIntegerValue().toString();
        }
        throw new InvalidRedEvent("user_id", "must be a string or an integer");
    }

    private static double redValue(JsonNode json) {
        var field = required(json, "red_value");
        if (!field.isNumber()) {
            throw new InvalidRedEvent("red_value", "must be a number");
        }
        // Through the text: a node refuses to convert what no double can hold, we want to say what is wrong with it.
        return Double.parseDouble(field.asString());
    }

    private static Instant when(JsonNode json, Envelope envelope) {
        var field = field(json, "when");
        if (field == null) {
            return envelope.timestamp() == null ? envelope.receivedAt() : envelope.timestamp();
        }
        try {
            return Instant.parse(field.stringValue(""));
        } catch (DateTimeException e) {
            throw new InvalidRedEvent("when", "must be an RFC 3339 instant such as 2026-01-31T12:00:00Z");
        }
    }

    private static JsonNode required(JsonNode json, String name) {
        var field = field(json, name);
        if (field == null) {
            throw new InvalidRedEvent(name, "is missing");
        }
        return field;
    }

    private static @Nullable JsonNode field(JsonNode json, String name) {
        var field = json.get(name);
        return field == null || field.isNull() ? null : field;
    }

    static Optional<UUID> uuid(@Nullable String text) {
        return text != null && UUID_FORM.matcher(text).matches()
                ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
