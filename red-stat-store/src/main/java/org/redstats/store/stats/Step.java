package org.redstats.store.stats;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

import org.redstats.store.request.RuleBroken;

/**
 * The distance of the points of a series, all of which lie at multiples of it in UTC: of a fixed length, counted from
 * 1970; or of months and years, counted from the year 0.
 *
 * @param text as it was given, ISO 8601
 * @param seconds of a fixed length; 0 for a number of months
 * @param months of a calendar step; 0 for a fixed length
 */
record Step(String text, long seconds, long months) {

    private static final String RULE = "must be an ISO 8601 duration of whole seconds, or of months and years, such as"
            + " PT5M, PT1H, P1D, P1W, P1M or P1Y";
    private static final Pattern OF_DATE = Pattern.compile("P[^T]+", Pattern.CASE_INSENSITIVE);

    static final Step HOUR = parse("PT1H");

    static Step parse(String text) {
        try {
            var step = OF_DATE.matcher(text).matches() ? of(text, Period.parse(text)) : of(text, Duration.parse(text));
            if (step.seconds > 0 || step.months > 0) {
                return step;
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new RuleBroken(RULE);
        }
        throw new RuleBroken(RULE);
    }

    private static Step of(String text, Period period) {
        var months = period.toTotalMonths();
        var days = period.get(ChronoUnit.DAYS);
        if (months != 0 && days != 0) {
            throw new DateTimeException("Days and months do not add up");
        }
        return new Step(text, Duration.ofDays(days).toSeconds(), months);
    }

    private static Step of(String text, Duration duration) {
        if (!duration.equals(duration.truncatedTo(ChronoUnit.SECONDS))) {
            throw new DateTimeException("A fraction of a second");
        }
        return new Step(text, duration.toSeconds(), 0);
    }

    /** The last multiple at or before an instant. */
    Instant floor(Instant instant) {
        if (months == 0) {
            return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
        }
        var month = YearMonth.from(instant.atOffset(ZoneOffset.UTC)).getLong(ChronoField.PROLEPTIC_MONTH);
        return startOf(Math.floorDiv(month, months) * months);
    }

    /** The multiple after one. */
    Instant next(Instant multiple) {
        return months == 0
                ? multiple.plusSeconds(seconds)
                : startOf(multiple.atOffset(ZoneOffset.UTC).getLong(ChronoField.PROLEPTIC_MONTH) + months);
    }

    private static Instant startOf(long prolepticMonth) {
        return LocalDate.EPOCH.with(ChronoField.PROLEPTIC_MONTH, prolepticMonth).atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }
}
