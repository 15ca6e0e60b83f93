package org.redstats.notify.intake;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.UUID;

import org.redstats.event.RedEvent;

/** Remembers which events came lately. Not safe for concurrent use. */
final class RecentEvents {

    private record Key(UUID eventId, Instant when) {}

    private final LinkedHashSet<Key> keys = new LinkedHashSet<>();
    private final int most;

    RecentEvents(int most) {
        this.most = most;
    }

    /** Whether the event is new, as far as memory goes. */
    boolean add(RedEvent event) {
        if (!keys.add(new Key(event.eventId(), event.when()))) {
            return false;
        }
        if (keys.size() > most) {
            keys.removeFirst();
        }
        return true;
    }
}
