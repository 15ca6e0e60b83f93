package org.redstats.subscribe.subscriptions;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is to be different, checked; null leaves a field as it is.
 *
 * @param status active or paused
 * @param userIdGiven whether the user is to change, be it to nobody in particular
 */
record SubscriptionChange(@Nullable Double redThreshold, boolean userIdGiven, @Nullable String userId,
        @Nullable Duration minInterval, @Nullable Status status) {}
