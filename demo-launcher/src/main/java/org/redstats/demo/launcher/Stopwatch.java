package org.redstats.demo.launcher;

import java.time.Duration;
import java.util.Locale;

/** Prints as the seconds since its making. */
final class Stopwatch {
    private final long start = System.nanoTime();

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f s", seconds());
    }

    private double seconds() {
        return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
    }
}
