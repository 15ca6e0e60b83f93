package org.redstats.subscribe.due;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a subscription was not told of.
 *
 * @param events how many; with none the rest is empty
 */
record Gathered(Claimed subscription, long events, @Nullable Instant first, @Nullable Instant last,
        List<Match> reddest) {}
