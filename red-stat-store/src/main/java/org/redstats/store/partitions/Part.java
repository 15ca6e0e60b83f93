package org.redstats.store.partitions;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One partition of the history.
 *
 * @param start its first instant, at midnight or at a full hour in UTC
 * @param length a day or an hour
 */
record Part(LocalDateTime start, Duration length) {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Pattern NAME = Pattern.compile("red_event_(\\d{4}_\\d{2}_\\d{2})(?:_(\\d{2}))?");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu_MM_dd");

    static Part day(LocalDate day) {
        return new Part(day.atStartOfDay(), DAY);
    }

    static Stream<Part> hours(LocalDate day) {
        return IntStream.range(0, 24).mapToObj(hour -> new Part(day.atTime(hour, 0), HOUR));
    }

    /** Empty for a table that is none of these. */
    static Optional<Part> named(String table) {
        var name = NAME.matcher(table);
        if (!name.matches()) {
            return Optional.empty();
        }
        var day = LocalDate.parse(name.group(1), DATE);
        return Optional.of(name.group(2) == null ? day(day)
                : new Part(day.atTime(Integer.parseInt(name.group(2)), 0), HOUR));
    }

    LocalDate day() {
        return start.toLocalDate();
    }

    boolean isWholeDay() {
        return length.equals(DAY);
    }

    String name() {
        var date = "red_event_" + DATE.format(start);
        return isWholeDay() ? date : "%s_%02d".formatted(date, start.getHour());
    }

    Instant from() {
        return start.toInstant(ZoneOffset.UTC);
    }

    Instant to() {
        return from().plus(length);
    }
}
