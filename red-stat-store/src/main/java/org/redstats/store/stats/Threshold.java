package org.redstats.store.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.redstats.store.rollup.Bins;

/**
 * What lies above a threshold, in bins of one kind: whole bins, and values to add to them or to take off again.
 *
 * @param firstBin it and all greater ones
 * @param low the values are greater than this
 * @param high and not greater than this
 * @param sign 1 to add them, -1 to take them off
 */
record Threshold(int firstBin, double low, double high, int sign) {

    private static final List<String> PARAMETERS = List.of("threshold", "coarse", "medium", "mediumEnd", "mediumFirst",
            "mediumLow", "mediumHigh", "mediumSign", "fineFirst", "fineLow", "fineHigh", "fineSign");

    /** With as few values to read as evenly spread ones would be. */
    private static Threshold in(Bins bins, double threshold) {
        var bin = bins.of(threshold);
        var start = bins.start(bin);
        var end = bins.start(bin + 1);
        return threshold - start < end - threshold ? new Threshold(bin, Math.nextDown(start), threshold, -1)
                : new Threshold(bin + 1, threshold, Math.nextDown(end), 1);
    }

    /**
     * As parameters of a statement: the threshold, its bins, and for medium and fine ones what has to be added or taken
     * off.
     *
     * @param threshold null for parameters that are all null
     */
    static Map<String, @Nullable Object> parameters(@Nullable Double threshold) {
        var parameters = new HashMap<String, @Nullable Object>();
        PARAMETERS.forEach(name -> parameters.put(name, null));
        if (threshold != null) {
            var coarse = Bins.COARSE.of(threshold);
            var medium = Bins.MEDIUM.of(threshold);
            parameters.put("threshold", threshold);
            parameters.put("coarse", coarse);
            parameters.put("medium", medium);
            parameters.put("mediumEnd", Bins.MEDIUM.firstIn(Bins.COARSE, coarse + 1));
            parameters.putAll(in(Bins.MEDIUM, threshold).parameters("medium", 0));
            // An array for each medium bin, which counts from 1.
            parameters.putAll(in(Bins.FINE, threshold).parameters("fine", Bins.FINE.firstIn(Bins.MEDIUM, medium) - 1));
        }
        return parameters;
    }

    private Map<String, Object> parameters(String name, int numberedAfter) {
        return Map.of(name + "First", firstBin - numberedAfter, name + "Low", low, name + "High", high,
                name + "Sign", sign);
    }
}
