package org.redstats.notify.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdsTests {

    /** Few different values, so that listeners share thresholds and events fall on them. */
    private static double value(Random random) {
        return random.nextInt(20) / 10.0;
    }

    @RepeatedTest(50)
    void visitsWhomANaiveLoopVisitsAndEachOnce(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var thresholds = new Thresholds<Integer>();
        var naive = new HashMap<Integer, Double>();
        for (var step = 0; step < 500; step++) {
            var listener = random.nextInt(100);
            var old = naive.remove(listener);
            if (old != null) {
                thresholds.remove(old, listener);
            }
            if (random.nextInt(3) > 0) {
                var threshold = value(random);
                naive.put(listener, threshold);
                thresholds.add(threshold, listener);
            }
            assertVisits(thresholds, naive, value(random));
        }
        naive.forEach((listener, threshold) -> thresholds.remove(threshold, listener));
        assertThat(thresholds.isEmpty()).isTrue();
    }

    private static void assertVisits(Thresholds<Integer> thresholds, Map<Integer, Double> naive, double value) {
        var visited = new ArrayList<Integer>();
        thresholds.forEachBelow(value, visited::add);
        var expected = new HashSet<Integer>();
        naive.forEach((listener, threshold) -> {
            if (value > threshold) {
                expected.add(listener);
            }
        });
        assertThat(visited).containsExactlyInAnyOrderElementsOf(expected);
    }
}
