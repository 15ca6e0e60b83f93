package org.redstats.subscribe.subscriptions;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.Token;

/** A subscription as its owner sees it. */
@Schema(name = "Subscription")
record SubscriptionView(
        UUID id,
        @JsonProperty("red_threshold") @Schema(example = "0.5") double redThreshold,
        @Schema(example = "ann@example.org") @Nullable String email,
        @JsonProperty("webhook_url") @Schema(example = "https://example.org/alerts") @Nullable String webhookUrl,
        @JsonProperty("user_id") @Schema(example = "42") @Nullable String userId,
        @JsonProperty("min_interval") @Schema(type = "string", example = "PT1M") Duration minInterval,
        @Schema(type = "string", allowableValues = {
                "active", "pending", "paused", "disabled"}) Status status,
        @JsonProperty("created_at") Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "shown once, to whoever begins it") @Nullable String token,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "signs what is posted to a webhook; shown once", example = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") @Nullable String secret) {

    static SubscriptionView of(Subscription subscription) {
        return of(subscription, null, null);
    }

    static SubscriptionView of(Subscription subscription, @Nullable Token token, @Nullable WebhookSecret secret) {
        return new SubscriptionView(subscription.id(), subscription.redThreshold(), subscription.email(),
                subscription.webhookUrl(), subscription.userId(), subscription.minInterval(), subscription.status(),
                subscription.createdAt(), token == null ? null : token.value(),
                secret == null ? null : secret.value());
    }
}
