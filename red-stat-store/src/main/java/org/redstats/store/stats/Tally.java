package org.redstats.store.stats;

/**
 * Events that were counted.
 *
 * @param total all
 * @param above those above the threshold; 0 without one
 */
record Tally(long total, long above) {

    static final Tally NONE = new Tally(0, 0);
}
