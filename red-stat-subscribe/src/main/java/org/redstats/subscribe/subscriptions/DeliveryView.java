package org.redstats.subscribe.subscriptions;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One alert as its subscriber sees it. */
@Schema(name = "Delivery")
record DeliveryView(
        @Schema(description = "the Message-ID of the mail begins with it; the `webhook-id`") UUID id,
        @Schema(allowableValues = {"alert", "test"}) String kind,
        @JsonProperty("created_at") Instant createdAt,
        @Schema(description = "how many images it tells of", example = "12") long events,
        @Schema(allowableValues = {"pending", "sent", "failed", "cancelled"}) String state,
        @Schema(description = "how often it was handed over or tried to be", example = "1") int attempts,
        @JsonProperty("next_attempt_at") @Nullable Instant nextAttemptAt,
        @JsonProperty("sent_at") @Nullable Instant sentAt,
        @JsonProperty("last_error") @Schema(example = "the mail server answered 451") @Nullable String lastError) {}
