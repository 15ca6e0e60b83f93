package org.redstats.notify.live;

import java.nio.charset.StandardCharsets;

import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;

/**
 * An event ready to be sent: its JSON is written once, however many connections get it.
 *
 * @param json {@code {"event_id","user_id","red_value","when"}}
 * @param size of the JSON in bytes of UTF-8
 * @param receivedNanos {@link System#nanoTime()} at its receipt from the broker
 */
public record Alert(RedEvent event, String json, int size, long receivedNanos) {

    public static Alert of(RedEvent event, long receivedNanos) {
        var json = RedEventJson.write(event);
        return new Alert(event, new String(json, StandardCharsets.UTF_8), json.length, receivedNanos);
    }
}
