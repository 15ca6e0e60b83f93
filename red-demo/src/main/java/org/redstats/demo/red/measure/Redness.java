package org.redstats.demo.red.measure;

/**
 * The mean of {@code max(0, R - max(G, B)) / 255} over pixels, each weighted by its alpha: what is half transparent
 * counts half, and what is invisible not at all.
 */
final class Redness {

    private long weightedRed;
    private long weight;

    void add(int[] argb) {
        for (var pixel : argb) {
            var alpha = pixel >>> 24;
            var red = ((pixel >> 16) & 0xFF) - Math.max((pixel >> 8) & 0xFF, pixel & 0xFF);
            weightedRed += (long) alpha * Math.max(0, red);
            weight += alpha;
        }
    }

    /** 0 to 1; 0 when nothing is visible. */
    double mean() {
        return weight == 0 ? 0 : weightedRed / (255.0 * weight);
    }
}
