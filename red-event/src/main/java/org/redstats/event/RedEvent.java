package org.redstats.event;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * One measured image, as RED published it.
 *
 * @param eventId makes a redelivery harmless: the same id with the same {@code when} counts once
 * @param userId whose image: 1 to 128 characters
 * @param redValue amount of red, finite and not negative, in RED's own unit
 * @param when instant of the measurement, kept to the microsecond
 */
public record RedEvent(UUID eventId, String userId, double redValue, Instant when) {

    /** The longest {@code user_id}, in characters (Unicode code points). */
    public static final int MAX_USER_ID_LENGTH = 128;

    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** @throws InvalidRedEvent when a value is outside its bounds; it names the field and the rule */
    public RedEvent {
        requireUserId(userId);
        requireRedValue(redValue);
        // Databases keep microseconds; cut here, the instant is the same for every reader and key.
        when = when.truncatedTo(ChronoUnit.MICROS);
        if (when.isBefore(EARLIEST) || when.isAfter(LATEST)) {
            throw new InvalidRedEvent("when", "must lie in the years 0000 to 9999");
        }
        redValue += 0.0; // -0.0 becomes 0.0, so that equal values are equal everywhere
    }

    private static void requireUserId(String userId) {
        var length = userId.codePointCount(0, userId.length());
        if (length < 1 || length > MAX_USER_ID_LENGTH) {
            throw new InvalidRedEvent("user_id",
                    "must have 1 to " + MAX_USER_ID_LENGTH + " characters, had " + length);
        }
        // Neither can be kept as UTF-8 text in a database.
        if (userId.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            throw new InvalidRedEvent("user_id", "must not contain U+0000 or an unpaired surrogate");
        }
    }

    private static void requireRedValue(double redValue) {
        if (!(redValue >= 0) || Double.isInfinite(redValue)) {
            throw new InvalidRedEvent("red_value", "must be a finite number >= 0, was " + redValue);
        }
    }
}
