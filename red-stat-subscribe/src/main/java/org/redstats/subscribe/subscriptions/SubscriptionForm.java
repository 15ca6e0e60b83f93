package org.redstats.subscribe.subscriptions;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of a new subscription as the API describes it; it is read field by field. */
@Schema(name = "NewSubscription", requiredProperties = "red_threshold", description = "exactly one of `email` and `webhook_url`")
record SubscriptionForm(
        @JsonProperty("red_threshold") @Schema(minimum = "0", example = "0.5", description = "images that are redder are told of, strictly") double redThreshold,
        @Schema(example = "ann@example.org", maxLength = 254) @Nullable String email,
        @JsonProperty("webhook_url") @Schema(example = "https://example.org/alerts", maxLength = 2048, format = "uri") @Nullable String webhookUrl,
        @JsonProperty("owner_email") @Schema(example = "ann@example.org", maxLength = 254, description = "told when the webhook is disabled; never shown") @Nullable String ownerEmail,
        @JsonProperty("user_id") @Schema(minLength = 1, maxLength = 128, example = "42", description = "only this user's images; an integer is read as its decimal string") @Nullable String userId,
        @JsonProperty("min_interval") @Schema(example = "PT1M", format = "duration", description = "ISO-8601 duration between two alerts") @Nullable String minInterval) {}
