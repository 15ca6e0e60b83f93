package org.redstats.subscribe.subscriptions;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a client wishes for, checked.
 *
 * @param ownerEmail who is told when a webhook is disabled
 */
record NewSubscription(double redThreshold, Address address, @Nullable String userId, Duration minInterval,
        @Nullable EmailAddress ownerEmail) {}
