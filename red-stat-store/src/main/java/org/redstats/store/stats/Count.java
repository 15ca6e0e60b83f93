package org.redstats.store.stats;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.redstats.store.request.Selection;

/**
 * How many images a window has.
 *
 * @param redThreshold as asked for
 * @param userId as asked for
 * @param total all images
 * @param above those redder than the threshold, null without one
 */
record Count(
        @JsonProperty("from") Instant from,
        @JsonProperty("to") Instant to,
        @JsonProperty("red_threshold") @Nullable Double redThreshold,
        @JsonProperty("user_id") @Nullable String userId,
        @JsonProperty("total") long total,
        @JsonProperty("above") @Nullable Long above) {

    static Count of(Selection selection, Tally tally) {
        return new Count(selection.window().from(), selection.window().to(), selection.redThreshold(),
                selection.userId(), tally.total(), selection.redThreshold() == null ? null : tally.above());
    }
}
