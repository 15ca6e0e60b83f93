package org.redstats.store;

import java.time.Instant;
import java.util.UUID;

import org.redstats.event.RedEvent;

/** Events to test with. */
public final class SampleEvents {

    private SampleEvents() {}

    public static RedEvent event(String userId, double redValue, String when) {
        return new RedEvent(UUID.randomUUID(), userId, redValue, Instant.parse(when));
    }
}
