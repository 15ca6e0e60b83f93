package org.redstats.subscribe.outbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Token;

/**
 * An alert that this instance has taken on to hand over.
 *
 * @param createdAt when it was gathered
 * @param attempt which one this is, from 1; a result counts only as long as nobody has begun a later one
 * @param retry which attempt of the present series of growing pauses this is, from 1
 * @param retrySince when that series began
 * @param kind what it is about
 * @param to where it goes
 * @param userId whose images only, null for everybody's
 * @param first when the earliest image was measured, null in a test
 * @param last when the latest one was
 */
public record PendingAlert(UUID id, UUID subscription, Instant createdAt, int attempt, int retry, Instant retrySince,
        Kind kind, Destination to, double redThreshold, @Nullable String userId, Duration minInterval,
        long events, List<Image> reddest, @Nullable Instant first, @Nullable Instant last) {

    /** What it is about. */
    public enum Kind {

        /** Images that were redder than the threshold. */
        ALERT,

        /** Asked for by the owner to see that alerts arrive. */
        TEST,

        /** The question whether a mailbox agrees. */
        CONFIRMATION,

        /** The news that a webhook is disabled. */
        NOTICE
    }

    public boolean isTest() {
        return kind == Kind.TEST;
    }

    /** Where an alert goes. */
    public sealed interface Destination {}

    /**
     * @param unsubscribeToken what the link out of the mail proves itself with
     * @param manageToken what the link to change it proves itself with
     * @param isOwners whether the alerts themselves go to a webhook
     */
    public record Mailbox(String email, String unsubscribeToken, Token manageToken,
            boolean isOwners) implements Destination {}

    /**
     * @param host with its port, which shares a limit
     * @param secret that signs, as {@code whsec_...}
     * @param previousSecret that signs too, null when it is over
     */
    public record Webhook(URI url, String host, String secret, @Nullable String previousSecret) implements Destination {

        /** Without the path, which may be a secret. */
        @Override
        public String toString() {
            return host;
        }
    }

    /** @param seconds of its measurement, since 1970 */
    public record Image(@JsonProperty("user_id") String userId, @JsonProperty("red_value") double redValue,
            @JsonProperty("when") BigDecimal seconds) {

        public Instant when() {
            var whole = seconds.setScale(0, RoundingMode.FLOOR);
            return Instant.ofEpochSecond(whole.longValueExact(),
                    seconds.subtract(whole).movePointRight(9).longValue());
        }
    }
}
