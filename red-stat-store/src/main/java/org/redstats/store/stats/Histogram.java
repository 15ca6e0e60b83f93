package org.redstats.store.stats;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the values of a window are spread.
 *
 * @param buckets of equal width, from 0 to a round number that no value exceeds
 */
record Histogram(@JsonProperty("buckets") List<Bucket> buckets) {

    /**
     * The values from one to before another; the last bucket has its end as well.
     *
     * @param count how many images have such a value
     */
    record Bucket(
            @JsonProperty("from_value") double fromValue,
            @JsonProperty("to_value") double toValue,
            @JsonProperty("count") long count) {}
}
