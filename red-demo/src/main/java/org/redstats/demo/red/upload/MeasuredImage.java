package org.redstats.demo.red.upload;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.redstats.event.RedEvent;

/** What RED answers for one image: the event as it was published. */
record MeasuredImage(
        @JsonProperty("event_id") UUID eventId,
        @JsonProperty("user_id") String userId,
        @JsonProperty("red_value") double redValue,
        @JsonProperty("when") Instant when) {

    static MeasuredImage of(RedEvent event) {
        return new MeasuredImage(event.eventId(), event.userId(), event.redValue(), event.when());
    }
}
