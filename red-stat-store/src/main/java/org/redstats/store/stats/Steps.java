package org.redstats.store.stats;

import java.util.Map;

import org.redstats.store.rollup.Stretches;
import org.redstats.store.stats.Cover.Range;
import org.redstats.store.time.Micros;

/**
 * How finely hours are counted ahead. All instants are microseconds since 1970.
 *
 * @param hours how, by the beginning of the hour; those that are not there have no steps
 */
record Steps(Map<Long, Step> hours) {

    static final Steps NONE = new Steps(Map.of());

    private static final Step HOUR = new Step(Stretches.HOUR, false);

    /**
     * @param seconds how long each is
     * @param quartered whether quarters of them are counted as well
     */
    record Step(int seconds, boolean quartered) {

        private long length() {
            return Micros.of(seconds);
        }
    }

    /** How many seconds the steps at an instant have; 0 if there are none. */
    int seconds(long instant) {
        var step = at(instant);
        return step.equals(HOUR) ? 0 : step.seconds;
    }

    /** The step that has an instant, or the hour that has no steps. */
    Range around(long instant) {
        var step = at(instant);
        var first = Micros.floor(instant, step.seconds);
        return new Range(first, first + step.length());
    }

    /** The instant nearest to one up to which events are counted ahead. */
    long nearest(long instant) {
        var step = at(instant);
        var unit = step.quartered ? step.length() / Stretches.QUARTERS : step.length();
        return Math.floorDiv(instant + unit / 2, unit) * unit;
    }

    private Step at(long instant) {
        return hours.getOrDefault(Micros.floor(instant, Stretches.HOUR), HOUR);
    }
}
