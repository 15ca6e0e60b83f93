package org.redstats.bench.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;

import static org.assertj.core.api.Assertions.assertThat;

class SampleEventsTests {
    private final SampleEvents events = new SampleEvents(Instant.parse("2026-03-01T00:00:00Z"), Duration.ofMillis(2),
            50);

    @Test
    void areTheSameForWhoeverAsks() {
        assertThat(events.event(1_234)).isEqualTo(events.event(1_234)).isNotEqualTo(events.event(1_235));
    }

    @Test
    void followEachOtherInTime() {
        assertThat(events.event(1_500).when()).isEqualTo("2026-03-01T00:00:03Z");
        assertThat(events.event(1_500).eventId().version()).isEqualTo(7);
    }

    @Test
    void haveIdentifiersAndUsersOfTheirOwn() {
        assertThat(LongStream.range(0, 2_000).mapToObj(events::event).map(RedEvent::eventId)).doesNotHaveDuplicates();
        assertThat(LongStream.range(0, 2_000).mapToObj(events::event).map(RedEvent::userId).distinct()).hasSize(50);
    }
}
