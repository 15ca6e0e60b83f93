package org.redstats.notify.live;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;

/**
 * What a connection wants to hear of: events strictly redder than the threshold.
 *
 * @param redThreshold finite and not negative
 * @param userId only this user's events; null for everybody's
 */
public record Subscription(double redThreshold, @Nullable String userId) {

    /** @throws InvalidSubscription when a value is outside its bounds */
    public Subscription {
        if (!(redThreshold >= 0) || Double.isInfinite(redThreshold)) {
            throw new InvalidSubscription("red_threshold", "must be a finite number >= 0");
        }
        if (userId != null) {
            requireUserId(userId);
        }
        redThreshold += 0.0; // -0.0 becomes 0.0: the sorted structure would tell them apart
    }

    boolean wants(RedEvent event) {
        return event.redValue() > redThreshold && (userId == null || userId.equals(event.userId()));
    }

    private static void requireUserId(String userId) {
        var length = userId.codePointCount(0, userId.length());
        if (length < 1 || length > RedEvent.MAX_USER_ID_LENGTH) {
            throw new InvalidSubscription("user_id", "must have 1 to " + RedEvent.MAX_USER_ID_LENGTH + " characters");
        }
        // No event has one, and the answer could not be written as UTF-8.
        if (userId.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidSubscription("user_id", "must not contain an unpaired surrogate");
        }
    }
}
