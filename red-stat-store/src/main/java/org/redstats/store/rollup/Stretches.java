package org.redstats.store.rollup;

import java.util.List;

/**
 * The lengths of time that are counted ahead, in seconds. Each divides the next longer one, and all begin at whole
 * multiples since 1970 in UTC.
 */
public final class Stretches {

    public static final int DAY = 86_400;
    public static final int HOUR = 3_600;

    /** What an hour may be divided into when its traffic is dense, longest first. */
    static final List<Integer> STEPS = List.of(900, 300, 180, 60, 30, 15, 5, 1);

    /**
     * A step is worth its rows when it has at least this many events: they fall into some 350 bins, so that there is a
     * row for every twenty, and the events to read one by one at the end of a window stay few.
     */
    static final int EVENTS_PER_STEP = 6_000;

    private Stretches() {}
}
