package org.redstats.notify.socket;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.redstats.notify.live.Subscription;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a client asks for, from a frame or from the URL. What is wrong is an {@link IllegalArgumentException}. */
final class SubscriptionRequest {

    private static final String RED_THRESHOLD = "red_threshold";
    private static final String USER_ID = "user_id";
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SubscriptionRequest() {}

    /** Unknown fields are ignored; a null is a missing field. */
    static Subscription ofFrame(String text) {
        var json = parse(text);
        return new Subscription(redThreshold(field(json, RED_THRESHOLD)), userId(field(json, USER_ID)));
    }

    /** Empty when the URL asks for nothing. */
    static Optional<Subscription> ofUrl(Map<String, List<String>> parameters) {
        var redThreshold = first(parameters, RED_THRESHOLD);
        var userId = first(parameters, USER_ID);
        if (redThreshold == null) {
            if (userId != null) {
                throw new IllegalArgumentException("red_threshold is missing");
            }
            return Optional.empty();
        }
        if (!NUMBER.matcher(redThreshold).matches()) {
            throw new IllegalArgumentException("red_threshold must be a finite number >= 0");
        }
        return Optional.of(new Subscription(Double.parseDouble(redThreshold), userId));
    }

    private static JsonNode parse(String text) {
        try {
            var json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a frame must be JSON", e);
        }
        throw new IllegalArgumentException("a frame must be a JSON object such as {\"red_threshold\":0.5}");
    }

    private static double redThreshold(@Nullable JsonNode field) {
        if (field == null) {
            throw new IllegalArgumentException("red_threshold is missing");
        }
        if (!field.isNumber()) {
            throw new IllegalArgumentException("red_threshold must be a number");
        }
        // Through the text: a node refuses to convert what no double can hold, we want to say what is wrong with it.
        return Double.parseDouble(field.asString());
    }

    private static @Nullable String userId(@Nullable JsonNode field) {
        if (field == null || field.isString()) {
            return field == null ? null : field.stringValue();
        }
        if (field.isIntegralNumber()) {
            return field.bigIntegerValue().toString();
        }
        throw new IllegalArgumentException("user_id must be a string or an integer");
    }

    private static @Nullable JsonNode field(JsonNode json, String name) {
        var field = json.get(name);
        return field == null || field.isNull() ? null : field;
    }

    private static @Nullable String first(Map<String, List<String>> parameters, String name) {
        var values = parameters.get(name);
        return values == null || values.isEmpty() ? null : values.getFirst();
    }
}
