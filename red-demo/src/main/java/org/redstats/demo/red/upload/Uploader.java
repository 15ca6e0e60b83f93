package org.redstats.demo.red.upload;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.redstats.auth.Caller;
import org.redstats.event.InvalidRedEvent;
import org.redstats.publisher.RedPublisher;

/** Whose images they are: a {@code user_id} that an event may have. */
record Uploader(String userId) {

    /**
     * Who is named; else who is signed in.
     *
     * @throws InvalidRequest when nobody says who it is, or it is none that an event may have
     * @throws org.redstats.auth.Refused when it is another than who is signed in
     */
    static Uploader of(Caller caller, @Nullable String header, @Nullable String parameter) {
        var named = header == null ? parameter : utf8(header);
        var userId = named == null ? caller.userId() : caller.about(named);
        if (userId == null) {
            throw new InvalidRequest("user_id", "say whose image it is: header X-User-Id or parameter user_id");
        }
        try {
            return new Uploader(RedPublisher.newEvent(userId, 0, Instant.now()).userId());
        } catch (InvalidRedEvent e) {
            throw new InvalidRequest("user_id", e.reason());
        }
    }

    // The server reads a header byte for byte, clients send UTF-8.
    private static String utf8(String header) {
        var bytes = ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1));
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return header;
        }
    }
}
