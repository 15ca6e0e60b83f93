package org.redstats.store.stats;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import org.redstats.store.request.Window;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

/** Says with an answer how long it holds. */
final class Answer {

    // Nearly all events have arrived by then; one that comes later changes even an old window, hence the short life.
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(1);
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private Answer() {}

    /** An unchanged answer becomes a 304 on its way out when the client has it already. */
    static <T extends Record> ResponseEntity<T> about(Window window, Instant now, T body) {
        var settled = window.to().plus(SETTLED_AFTER).isBefore(now);
        return ResponseEntity.ok()
                .cacheControl(settled ? CacheControl.maxAge(MAX_AGE) : CacheControl.noCache())
                .eTag("W/\"" + digest(body) + "\"")
                .body(body);
    }

    // Of the values and not of the bytes, so it is the same on every instance, for HEAD, and compressed or not.
    private static String digest(Record body) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(body.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
