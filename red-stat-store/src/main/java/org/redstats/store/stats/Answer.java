package org.redstats.store.stats;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;

import org.redstats.store.request.Window;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Says with an answer how long it holds. */
final class Answer {

    /** What a spreadsheet opens. */
    static final String CSV = "text/csv";

    // Nearly all events have arrived by then; one that comes later changes even an old window, hence the short life.
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(1);
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private Answer() {}

    /** An unchanged answer becomes a 304 on its way out when the client has it already. */
    static <T extends Record> ResponseEntity<T> about(Window window, Asked asked, T body) {
        return withTag(window, asked, MediaType.APPLICATION_JSON, body).body(body);
    }

    /** The same as comma-separated values. */
    static ResponseEntity<String> asCsv(Window window, Asked asked, String body) {
        return withTag(window, asked, csv(), body).body(body);
    }

    static MediaType csv() {
        return new MediaType(MediaType.parseMediaType(CSV), StandardCharsets.UTF_8);
    }

    static CacheControl cacheControl(Window window, Asked asked) {
        var settled = window.to().plus(SETTLED_AFTER).isBefore(asked.now());
        var control = settled ? CacheControl.maxAge(MAX_AGE) : CacheControl.noCache();
        return asked.isPersonal() ? control.cachePrivate() : control;
    }

    private static ResponseEntity.BodyBuilder withTag(Window window, Asked asked, MediaType type, Object values) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(cacheControl(window, asked))
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .eTag("W/\"" + digest(type.getSubtype() + values) + "\"");
    }

    // Of the values and not of the bytes, so it is the same on every instance, for HEAD, and compressed or not.
    private static String digest(String values) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(values.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
