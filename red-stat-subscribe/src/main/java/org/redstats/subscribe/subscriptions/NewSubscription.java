package org.redstats.subscribe.subscriptions;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.redstats.auth.Caller;

/**
 * What a client wishes for, checked.
 *
 * @param ownerEmail who is told when a webhook is disabled
 */
record NewSubscription(double redThreshold, Address address, @Nullable String userId, Duration minInterval,
        @Nullable EmailAddress ownerEmail) {

    /**
     * The same as it is for a caller, who subscribes to their own images if to no other.
     *
     * @throws org.redstats.auth.Refused when it is about images that are not the caller's to see
     */
    NewSubscription of(Caller caller) {
        return new NewSubscription(redThreshold, address, caller.about(userId), minInterval, ownerEmail);
    }
}
