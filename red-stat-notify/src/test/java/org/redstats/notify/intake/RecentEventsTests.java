package org.redstats.notify.intake;

import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;

import static org.assertj.core.api.Assertions.assertThat;

class RecentEventsTests {

    private static final RedEvent FIRST = event(1);

    private final RecentEvents recent = new RecentEvents(2);

    private static RedEvent event(int id) {
        return new RedEvent(new UUID(0, id), "1", 1, Instant.EPOCH);
    }

    @Test
    void knowsARepeatedEvent() {
        assertThat(recent.add(FIRST)).isTrue();
        assertThat(recent.add(FIRST)).isFalse();
    }

    @Test
    void takesTheSameIdAtAnotherTimeAsAnotherEvent() {
        recent.add(FIRST);

        assertThat(recent.add(new RedEvent(FIRST.eventId(), "1", 1, Instant.EPOCH.plusSeconds(1)))).isTrue();
    }

    @Test
    void forgetsTheOldest() {
        recent.add(FIRST);
        recent.add(event(2));
        recent.add(event(3));

        assertThat(recent.add(event(2))).isFalse();
        assertThat(recent.add(FIRST)).isTrue();
    }
}
