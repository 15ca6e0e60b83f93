package org.redstats.demo.red.traffic;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PaceTests {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    @Test
    void countsFromTheStartAndDoesNotDrift() {
        var pace = new Pace(3, 0);
        for (var i = 0; i < 3_000; i++) {
            pace.nanosUntilNext(0);
        }

        assertThat(pace.nanosUntilNext(0)).isEqualTo(1_000 * SECOND);
    }

    @Test
    void catchesUpWithASmallDelay() {
        var pace = new Pace(10, 0);
        pace.nanosUntilNext(0);

        assertThat(pace.nanosUntilNext(350 * MILLI)).isEqualTo(-250 * MILLI);
        assertThat(pace.nanosUntilNext(350 * MILLI)).isEqualTo(-150 * MILLI);
        assertThat(pace.nanosUntilNext(350 * MILLI)).isEqualTo(-50 * MILLI);
        assertThat(pace.nanosUntilNext(350 * MILLI)).isEqualTo(50 * MILLI);
    }

    @Test
    void forgetsWhatALongDelayHasMissed() {
        var pace = new Pace(10, 0);

        assertThat(pace.nanosUntilNext(60 * SECOND)).isZero();
        assertThat(pace.nanosUntilNext(60 * SECOND)).isEqualTo(100 * MILLI);
    }

    @Test
    void takesFractions() {
        var pace = new Pace(0.1, 0);
        pace.nanosUntilNext(0);

        assertThat(pace.nanosUntilNext(0)).isEqualTo(10 * SECOND);
    }
}
