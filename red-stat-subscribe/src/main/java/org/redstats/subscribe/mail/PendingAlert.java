package org.redstats.subscribe.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An alert that this instance has taken on to hand over.
 *
 * @param attempt which one this is, from 1; a result counts only as long as nobody has begun a later one
 * @param userId whose images only, null for everybody's
 * @param first when the earliest image was measured, null in a test
 * @param last when the latest one was
 */
record PendingAlert(UUID id, UUID subscription, int attempt, boolean isTest, String email, String unsubscribeToken,
        double redThreshold, @Nullable String userId, Duration minInterval, long events, List<Image> reddest,
        @Nullable Instant first, @Nullable Instant last) {

    /** @param seconds of its measurement, since 1970 */
    record Image(@JsonProperty("user_id") String userId, @JsonProperty("red_value") double redValue,
            @JsonProperty("when") java.math.BigDecimal seconds) {

        Instant when() {
            var whole = seconds.setScale(0, java.math.RoundingMode.FLOOR);
            return Instant.ofEpochSecond(whole.longValueExact(),
                    seconds.subtract(whole).movePointRight(9).longValue());
        }
    }
}
