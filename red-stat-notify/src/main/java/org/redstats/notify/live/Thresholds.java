package org.redstats.notify.live;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Listeners sorted by threshold, so that a value visits those below it and no other: its cost follows the matches, not
 * the listeners. Not safe for concurrent use.
 */
final class Thresholds<T> {

    private final TreeMap<Double, Set<T>> byThreshold = new TreeMap<>();

    void add(double threshold, T listener) {
        byThreshold.computeIfAbsent(threshold, t -> new LinkedHashSet<>()).add(listener);
    }

    void remove(double threshold, T listener) {
        byThreshold.computeIfPresent(threshold, (t, listeners) -> {
            listeners.remove(listener);
            return listeners.isEmpty() ? null : listeners;
        });
    }

    boolean isEmpty() {
        return byThreshold.isEmpty();
    }

    /** Visits every listener whose threshold is strictly below the value. */
    void forEachBelow(double value, Consumer<T> visitor) {
        for (var listeners : byThreshold.headMap(value, false).values()) {
            listeners.forEach(visitor);
        }
    }
}
