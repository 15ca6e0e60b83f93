package org.redstats.subscribe.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;

/** What came of one post. */
sealed interface Answer {

    /** The subscriber's server answered. */
    record Status(int code, @Nullable Duration retryAfter) implements Answer {

        private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

        boolean isSuccess() {
            return code / 100 == 2;
        }

        boolean isGone() {
            return code == 410;
        }

        /** Reads {@code Retry-After}: seconds or a date; null when it is neither, and a day at most. */
        static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
            if (header == null) {
                return null;
            }
            try {
                var pause = header.strip().matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(header.strip()))
                        : Duration.between(now, ZonedDateTime.parse(header.strip(),
                                DateTimeFormatter.RFC_1123_DATE_TIME));
                return pause.isNegative() ? null
                        : pause.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : pause;
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }

    /**
     * It did not, or not in time.
     *
     * @param reason as owner and operator are told it
     * @param kind in one word, for the metric
     */
    record None(String reason, String kind) implements Answer {}
}
