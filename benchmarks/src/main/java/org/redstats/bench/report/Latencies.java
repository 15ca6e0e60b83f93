package org.redstats.bench.report;

import java.util.Arrays;

/** How long each of many did take, smallest first. */
public final class Latencies {
    private final long[] nanos;

    private Latencies(long[] nanos) {
        this.nanos = nanos;
    }

    /** @param nanos at least one */
    public static Latencies of(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Latencies(sorted);
    }

    /**
     * The smallest that this share of all does not exceed, in milliseconds.
     *
     * @param share such as 0.95; 1 is the maximum
     */
    public double millis(double share) {
        int rank = (int) Math.ceil(share * nanos.length);
        return nanos[Math.max(rank, 1) - 1] / 1e6;
    }
}
