package org.redstats.bench.report;

import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatenciesTests {
    private static final long MILLISECOND = 1_000_000;

    @Test
    void takesPercentilesOfWhatWasMeasured() {
        Latencies latencies = Latencies.of(LongStream.rangeClosed(1, 200).map(i -> (201 - i) * MILLISECOND).toArray());
        assertThat(latencies.millis(0.5)).isEqualTo(100);
        assertThat(latencies.millis(0.95)).isEqualTo(190);
        assertThat(latencies.millis(1)).isEqualTo(200);
    }

    @Test
    void knowsASingleOne() {
        assertThat(Latencies.of(new long[]{3 * MILLISECOND}).millis(0.5)).isEqualTo(3);
    }
}
