package org.redstats.subscribe.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.outbox.PendingAlert;

/**
 * What is posted; the same at each attempt.
 *
 * @param timestamp when the alert was gathered
 */
record AlertBody(String type, Instant timestamp, Data data) {

    /**
     * @param test whether it was only asked for to see that alerts arrive
     * @param events how many images it tells of
     * @param reddest the few reddest of them, reddest first
     * @param first when the earliest was measured, null in a test
     * @param last when the latest was
     * @param statisticsUrl where all of that time can be counted, null in a test
     */
    record Data(@JsonProperty("subscription_id") UUID subscriptionId, boolean test,
            @JsonProperty("red_threshold") double redThreshold, @JsonProperty("user_id") @Nullable String userId,
            long events, List<Image> reddest, @Nullable Instant first, @Nullable Instant last,
            @JsonProperty("statistics_url") @Nullable String statisticsUrl) {}

    record Image(@JsonProperty("user_id") String userId, @JsonProperty("red_value") double redValue, Instant when) {}

    static AlertBody of(PendingAlert alert, @Nullable String statisticsUrl) {
        return new AlertBody("red.alert", alert.createdAt(), new Data(alert.subscription(), alert.isTest(),
                alert.redThreshold(), alert.userId(), alert.events(), alert.reddest().stream()
                        .map(image -> new Image(image.userId(), image.redValue(), image.when())).toList(),
                alert.first(), alert.last(), statisticsUrl));
    }
}
