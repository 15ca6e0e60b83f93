package org.redstats.store.stats;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How many images a window has, point by point.
 *
 * @param points one after the other, oldest first; those without an image are there with 0
 */
record Series(
        @JsonProperty("from") Instant from,
        @JsonProperty("to") Instant to,
        @JsonProperty("step") String step,
        @JsonProperty("red_threshold") @Nullable Double redThreshold,
        @JsonProperty("user_id") @Nullable String userId,
        @JsonProperty("points") List<Point> points) {

    /**
     * The images from one multiple of the step to the next, as far as they lie in the window.
     *
     * @param from the multiple, which for the first point may lie before the window
     * @param total all
     * @param above those redder than the threshold, null without one
     */
    record Point(
            @JsonProperty("from") Instant from,
            @JsonProperty("total") long total,
            @JsonProperty("above") @Nullable Long above) {}
}
