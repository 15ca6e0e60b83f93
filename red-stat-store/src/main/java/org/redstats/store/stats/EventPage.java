package org.redstats.store.stats;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Some events, newest first.
 *
 * @param nextCursor gets the next page; null when this is the last
 */
record EventPage(
        @JsonProperty("events") List<Event> events,
        @JsonProperty("next_cursor") @Nullable String nextCursor) {

    /** One measured image. */
    record Event(
            @JsonProperty("event_id") UUID eventId,
            @JsonProperty("user_id") String userId,
            @JsonProperty("red_value") double redValue,
            @JsonProperty("when") Instant when) {}
}
