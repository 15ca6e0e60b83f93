package org.redstats.notify.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.redstats.auth.Caller;
import org.redstats.notify.live.InvalidSubscription;
import org.redstats.notify.live.Subscription;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client asks for, from a frame or from the URL.
 *
 * @param since the last event that it has seen; null for no replay
 */
public record SubscriptionRequest(Subscription subscription, @Nullable UUID since) {

    private static final String RED_THRESHOLD = "red_threshold";
    private static final String USER_ID = "user_id";
    private static final String SINCE = "since";
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");
    private static final Pattern UUID_FORM = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Unknown fields are ignored; a null is a missing field.
     *
     * @throws InvalidSubscription when it is not what a frame must be
     */
    public static SubscriptionRequest ofFrame(String text) {
        var json = parse(text);
        return new SubscriptionRequest(
                new Subscription(redThreshold(field(json, RED_THRESHOLD)), userId(field(json, USER_ID))),
                since(field(json, SINCE)));
    }

    /**
     * Empty when the URL asks for nothing.
     *
     * @throws InvalidSubscription when a parameter is wrong
     */
    public static Optional<SubscriptionRequest> ofUrl(Map<String, List<String>> parameters) {
        var redThreshold = first(parameters, RED_THRESHOLD);
        var userId = first(parameters, USER_ID);
        var since = first(parameters, SINCE);
        if (redThreshold == null) {
            if (userId != null || since != null) {
                throw missing();
            }
            return Optional.empty();
        }
        if (!NUMBER.matcher(redThreshold).matches()) {
            throw new InvalidSubscription(RED_THRESHOLD, "must be a finite number >= 0");
        }
        return Optional.of(new SubscriptionRequest(new Subscription(Double.parseDouble(redThreshold), userId),
                since == null ? null : uuid(since)));
    }

    /** The same, but with a replay of what came after an event. */
    public SubscriptionRequest resumedAfter(String eventId) {
        return new SubscriptionRequest(subscription, uuid(eventId));
    }

    /**
     * The same as it is for a caller, who listens to themselves if to no other.
     *
     * @throws org.redstats.auth.Refused when it is about images that are not the caller's to see
     */
    public SubscriptionRequest of(Caller caller) {
        var userId = caller.about(subscription.userId());
        return new SubscriptionRequest(new Subscription(subscription.redThreshold(), userId), since);
    }

    /** For where nothing but the URL can say it. */
    public static InvalidSubscription missing() {
        return new InvalidSubscription(RED_THRESHOLD, "is missing");
    }

    private static JsonNode parse(String text) {
        try {
            var json = JSON.readTree(text);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw new InvalidSubscription("a frame", "must be JSON");
        }
        throw new InvalidSubscription("a frame", "must be a JSON object such as {\"red_threshold\":0.5}");
    }

    private static double redThreshold(@Nullable JsonNode field) {
        if (field == null) {
            throw missing();
        }
        if (!field.isNumber()) {
            throw new InvalidSubscription(RED_THRESHOLD, "must be a number");
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
        throw new InvalidSubscription(USER_ID, "must be a string or an integer");
    }

    private static @Nullable UUID since(@Nullable JsonNode field) {
        return field == null ? null : uuid(field.stringValue(""));
    }

    private static UUID uuid(String text) {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new InvalidSubscription(SINCE, "must be the event_id last seen");
        }
        return UUID.fromString(text);
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
