package org.redstats.subscribe.subscriptions;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.egress.Registration;
import org.redstats.subscribe.subscriptions.WrongFields.WrongField;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads what clients send, field by field, so that the answer can name every field that is wrong and not only the first. */
@Component
class SubscriptionFields {

    private static final Set<String> CHANGEABLE = Set.of("red_threshold", "user_id", "min_interval", "status");

    private final Registration registration;
    private final boolean allowHttp;
    private final Duration defaultMinInterval;
    private final Duration maxMinInterval;

    SubscriptionFields(SubscribeProperties properties, Registration registration) {
        this.registration = registration;
        allowHttp = properties.webhook().allowHttp();
        defaultMinInterval = properties.defaultMinInterval();
        maxMinInterval = properties.maxMinInterval();
    }

    /** @throws WrongFields that names all of them */
    NewSubscription readNew(JsonNode json) {
        var reading = new Reading(json);
        var redThreshold = reading.required("red_threshold", SubscriptionFields::redThreshold);
        var address = address(reading);
        var userId = reading.optional("user_id", SubscriptionFields::userId);
        var minInterval = reading.optional("min_interval", this::minInterval);
        var ownerEmail = reading.optional("owner_email", SubscriptionFields::email);
        if (reading.given("owner_email") && !reading.given("webhook_url")) {
            reading.wrong("owner_email", "is for a webhook_url only");
        }
        reading.throwIfWrong();
        return new NewSubscription(Objects.requireNonNull(redThreshold), Objects.requireNonNull(address), userId,
                minInterval == null ? defaultMinInterval : minInterval, ownerEmail);
    }

    private @Nullable Address address(Reading reading) {
        if (!reading.given("webhook_url")) {
            return reading.required("email", SubscriptionFields::email);
        }
        if (reading.given("email")) {
            reading.wrong("webhook_url", "is one too many beside email: give one of the two");
            return null;
        }
        return reading.optional("webhook_url", this::webhookUrl);
    }

    /** @throws WrongFields that names all of them */
    SubscriptionChange readChange(JsonNode json) {
        var reading = new Reading(json);
        json.propertyNames().stream().filter(name -> !CHANGEABLE.contains(name))
                .forEach(name -> reading.wrong(name, "cannot be changed"));
        var redThreshold = json.has("red_threshold")
                ? reading.required("red_threshold", SubscriptionFields::redThreshold) : null;
        var userId = reading.optional("user_id", SubscriptionFields::userId);
        var minInterval = reading.optional("min_interval", this::minInterval);
        var status = json.has("status") ? reading.required("status", SubscriptionFields::status) : null;
        reading.throwIfWrong();
        return new SubscriptionChange(redThreshold, json.has("user_id"), userId,
                minInterval == null && json.has("min_interval") ? defaultMinInterval : minInterval, status);
    }

    private static final class Reading {

        private final JsonNode json;
        private final List<WrongField> wrong = new ArrayList<>();

        Reading(JsonNode json) {
            this.json = json;
            if (!json.isObject()) {
                throw new WrongFields(List.of(new WrongField("body", "must be a JSON object")));
            }
        }

        boolean given(String name) {
            return json.hasNonNull(name);
        }

        <T> @Nullable T required(String name, Function<JsonNode, T> rule) {
            if (!given(name)) {
                wrong(name, "is missing");
                return null;
            }
            return optional(name, rule);
        }

        <T> @Nullable T optional(String name, Function<JsonNode, T> rule) {
            try {
                return given(name) ? rule.apply(json.path(name)) : null;
            } catch (WrongValue e) {
                wrong(name, e.rule());
                return null;
            }
        }

        void wrong(String name, String rule) {
            wrong.add(new WrongField(name, rule));
        }

        void throwIfWrong() {
            if (!wrong.isEmpty()) {
                throw new WrongFields(List.copyOf(wrong));
            }
        }
    }

    private static double redThreshold(JsonNode field) {
        var value = field.isNumber() ? Double.parseDouble(field.asString()) : Double.NaN;
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new WrongValue("must be a finite number >= 0");
        }
        return value + 0.0; // -0.0 becomes 0.0
    }

    /** What an owner may make of it; the rest is up to others. */
    private static Status status(JsonNode field) {
        return Stream.of(Status.ACTIVE, Status.PAUSED).filter(status -> status.text().equals(field.stringValue("")))
                .findFirst().orElseThrow(() -> new WrongValue("must be active or paused"));
    }

    private static EmailAddress email(JsonNode field) {
        return EmailAddress.parse(field.stringValue(""));
    }

    private WebhookUrl webhookUrl(JsonNode field) {
        var url = WebhookUrl.parse(field.stringValue(""), allowHttp);
        if (registration.isForbidden(url.host())) {
            throw new WrongValue("must have a host with public addresses only");
        }
        return url;
    }

    private static String userId(JsonNode field) {
        var text = field.isIntegralNumber() ? field.bigIntegerValue().toString() : field.stringValue("");
        var length = text.codePointCount(0, text.length());
        if (length < 1 || length > RedEvent.MAX_USER_ID_LENGTH
                || text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new WrongValue("must be a string of 1 to " + RedEvent.MAX_USER_ID_LENGTH
                    + " characters or an integer");
        }
        return text;
    }

    private Duration minInterval(JsonNode field) {
        try {
            var interval = Duration.parse(field.stringValue("")).truncatedTo(ChronoUnit.MICROS);
            if (!interval.isNegative() && interval.compareTo(maxMinInterval) <= 0) {
                return interval;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // said below
        }
        throw new WrongValue("must be an ISO-8601 duration from PT0S to " + maxMinInterval + ", such as PT1M");
    }
}
