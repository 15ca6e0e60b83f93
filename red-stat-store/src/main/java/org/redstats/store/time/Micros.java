package org.redstats.store.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** Instants as the database keeps them: whole microseconds since 1970. */
public final class Micros {

    private Micros() {}

    /** The last whole microsecond at or before an instant. */
    public static long floor(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant.truncatedTo(ChronoUnit.MICROS));
    }

    /** The first whole microsecond at or after an instant: rows at or after the one are those at or after the other. */
    public static long ceiling(Instant instant) {
        var micros = floor(instant);
        return instant(micros).equals(instant) ? micros : micros + 1;
    }

    /** The last multiple of so many seconds at or before it. */
    public static long floor(long micros, int seconds) {
        return Math.floorDiv(micros, of(seconds)) * of(seconds);
    }

    /** The first multiple of so many seconds at or after it. */
    public static long ceiling(long micros, int seconds) {
        return Math.ceilDiv(micros, of(seconds)) * of(seconds);
    }

    public static long of(int seconds) {
        return TimeUnit.SECONDS.toMicros(seconds);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
