package org.redstats.subscribe.subscriptions;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What a client wishes for, checked. */
record NewSubscription(double redThreshold, EmailAddress email, @Nullable String userId, Duration minInterval) {}
