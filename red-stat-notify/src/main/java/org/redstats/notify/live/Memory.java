package org.redstats.notify.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The latest events, bounded in number and size, and whether any is missing among them. Not safe for concurrent use. */
final class Memory {

    private final int maxAlerts;
    private final long maxSize;
    private final ArrayDeque<Alert> alerts = new ArrayDeque<>();
    private final Map<UUID, Long> places = new HashMap<>();
    private long size;
    private long added; // events ever added; the place of an event is how many came before it
    private long gapAt; // before the event of this place some are missing
    private boolean deaf = true;

    Memory(int maxAlerts, long maxSize) {
        this.maxAlerts = maxAlerts;
        this.maxSize = maxSize;
    }

    void add(Alert alert) {
        alerts.add(alert);
        places.put(alert.event().eventId(), added++);
        size += alert.size();
        while (alerts.size() > maxAlerts || size > maxSize) {
            var oldest = added - alerts.size();
            var forgotten = alerts.remove();
            size -= forgotten.size();
            places.remove(forgotten.event().eventId(), oldest);
        }
    }

    /** Nothing is heard from here on. */
    void gapBegins() {
        deaf = true;
        gapAt = added;
    }

    /** What comes now is heard again. */
    void gapEnds() {
        deaf = false;
        gapAt = added;
    }

    /** What came after an event; all that is remembered where the event is not. */
    Replay since(UUID eventId, Subscription subscription) {
        var place = places.get(eventId);
        var from = place == null ? added - alerts.size() : place + 1;
        var wanted = new ArrayList<Alert>();
        var newestFirst = alerts.descendingIterator();
        for (var at = added; at > from; at--) {
            var alert = newestFirst.next();
            if (subscription.wants(alert.event())) {
                wanted.add(alert);
            }
        }
        Collections.reverse(wanted);
        return new Replay(wanted, place != null && !deaf && from > gapAt);
    }
}
