package org.redstats.notify.live;

import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;

/** An event ready to be sent: its JSON is written once, however many connections get it. */
public final class Alert {

    /** By whose clock the event says when it was. */
    public enum Clock {
        /** The event's own {@code when}. */
        WHEN,
        /** The AMQP timestamp, in whole seconds. */
        TIMESTAMP,
        /** Ours, since the message says nothing. */
        RECEIPT
    }

    private final RedEvent event;
    private final Clock clock;
    private final byte[] json;
    private final long receivedNanos;

    private Alert(RedEvent event, Clock clock, byte[] json, long receivedNanos) {
        this.event = event;
        this.clock = clock;
        this.json = json;
        this.receivedNanos = receivedNanos;
    }

    /** @param receivedNanos {@link System#nanoTime()} at its receipt from the broker */
    public static Alert of(RedEvent event, Clock clock, long receivedNanos) {
        return new Alert(event, clock, RedEventJson.write(event), receivedNanos);
    }

    public RedEvent event() {
        return event;
    }

    public Clock clock() {
        return clock;
    }

    /** {@code {"event_id","user_id","red_value","when"}} in UTF-8; shared, not to be changed. */
    public byte[] json() {
        return json;
    }

    /** Of the JSON, in bytes. */
    public int size() {
        return json.length;
    }

    public long receivedNanos() {
        return receivedNanos;
    }
}
