package org.redstats.store.rollup;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The lengths of time that are counted ahead, in seconds. Each divides the next longer one, and all begin at whole
 * multiples since 1970 in UTC.
 */
public final class Stretches {

    public static final int DAY = 86_400;
    public static final int HOUR = 3_600;
    /** Into so many a step is divided, when its day is over. */
    public static final int QUARTERS = 4;

    private static final int[] SHORTEST_STEPS_FIRST = {1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800};

    /*
     * They fall into 350 to 800 bins, so that a row stands for fifteen or more, and the events to read one by one at the
     * ends of a window stay few.
     */
    private static final int EVENTS_WORTH_A_STEP = 12_000;

    private Stretches() {}

    /** The shortest step that is worth its rows at so many events an hour; none when the traffic is too thin. */
    static OptionalInt stepFor(long eventsPerHour) {
        return IntStream.of(SHORTEST_STEPS_FIRST)
                .filter(seconds -> eventsPerHour * seconds / HOUR >= EVENTS_WORTH_A_STEP)
                .findFirst();
    }
}
