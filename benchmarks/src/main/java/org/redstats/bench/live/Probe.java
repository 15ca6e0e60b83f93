package org.redstats.bench.live;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Events whose user is the moment of their publication, which every contestant hands on as it is. */
final class Probe {

    private static final byte[] NAME = "\"user_id\":\"".getBytes(StandardCharsets.US_ASCII);

    private Probe() {}

    /** A new event, published now. */
    static String event(double redValue) {
        return "{\"event_id\":\"" + UUID.randomUUID() + "\",\"user_id\":\"" + System.nanoTime() + "\",\"red_value\":"
                + redValue + ",\"when\":\"" + Instant.now() + "\"}";
    }

    /** Where the next event's user begins, or -1. */
    static int find(byte[] bytes, int from, int end) {
        for (int at = from; at + NAME.length < end; at++) {
            if (bytes[at] == '"' && bytes[at + 1] == 'u' && matches(bytes, at)) {
                return at + NAME.length;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at) {
        for (int i = 0; i < NAME.length; i++) {
            if (bytes[at + i] != NAME[i]) {
                return false;
            }
        }
        return true;
    }

    /** By {@link System#nanoTime()}. */
    static long publishedAt(byte[] bytes, int at) {
        long nanos = 0;
        for (int i = at; bytes[i] != '"'; i++) {
            nanos = 10 * nanos + (bytes[i] - '0');
        }
        return nanos;
    }
}
