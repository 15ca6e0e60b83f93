package org.redstats.publisher;

import java.time.Instant;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventIdsTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.000999Z");

    @Test
    void areOfVersionSevenAndCarryTheTime() {
        var id = EventIds.at(NOW);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void sortByTimeToTheMicrosecond() {
        var ids = IntStream.range(0, 5_000).mapToObj(i -> EventIds.at(NOW.plusNanos(i * 1_000L)).toString()).toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void differAtTheSameInstant() {
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> EventIds.at(NOW))).doesNotHaveDuplicates();
    }
}
