package org.redstats.demo.red.traffic;

import java.time.Duration;

/** Says when the next picture is due, counted from the start so that the rate does not drift. */
final class Pace {

    /** Who is later than this does not catch up. */
    private static final long GRACE = Duration.ofSeconds(1).toNanos();

    private final double nanosBetween;
    private long start;
    private long done;

    Pace(double perSecond, long now) {
        nanosBetween = Duration.ofSeconds(1).toNanos() / perSecond;
        start = now;
    }

    /** Returns how long to wait for the next one: 0 or less when it is due. */
    long nanosUntilNext(long now) {
        var wait = start + Math.round(done * nanosBetween) - now;
        if (wait < -GRACE) {
            start = now;
            done = 0;
            wait = 0;
        }
        done++;
        return wait;
    }
}
