package org.redstats.store.request;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import org.redstats.store.time.Micros;

/**
 * A half-open stretch of time.
 *
 * @param from first instant inside
 * @param to first instant after it
 */
public record Window(Instant from, Instant to) {

    private static final Duration DEFAULT_LENGTH = Duration.ofHours(24);
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /** The window that is meant when a request gives only its end, or nothing. */
    static Window before(Instant to) {
        var from = to.minus(DEFAULT_LENGTH);
        return new Window(from.isBefore(EARLIEST) ? EARLIEST : from, to);
    }

    static Window read(QueryString query, Window defaults) {
        var from = query.value("from", Rules::instant, defaults.from());
        var to = query.value("to", Rules::instant, defaults.to());
        if (from.isAfter(to) && !query.isWrong("from") && !query.isWrong("to")) {
            query.wrong("from", "must not be after to, which was " + to);
        }
        return new Window(from, to);
    }

    static Instant requireInBounds(Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DateTimeException("Beyond the years 0000 to 9999");
        }
        return instant;
    }

    public boolean isEmpty() {
        return !from.isBefore(to);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    /** {@link #from} as the rows are compared with it. */
    public long firstMicrosecond() {
        return Micros.ceiling(from);
    }

    /** {@link #to} as the rows are compared with it. */
    public long endMicrosecond() {
        return Micros.ceiling(to);
    }
}
