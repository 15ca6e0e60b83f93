package org.redstats.store.stats;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.redstats.store.request.RuleBroken;
import org.redstats.store.request.Rules;
import org.redstats.store.request.Selection;
import org.redstats.store.request.Window;

/** Where a walk through a selection stands; clients pass it on without understanding it. */
record Cursor(Selection selection, Position position) {

    private static final int FIELDS = 6;

    /** The last event that has been visited; the walk goes on with the next older one. */
    record Position(Instant when, UUID eventId) {}

    // The user comes last, for it may contain the separator.
    String encode() {
        var window = selection.window();
        var fields = String.join("\n", window.from().toString(), window.to().toString(),
                Objects.toString(selection.redThreshold(), ""), position.when().toString(),
                position.eventId().toString(), Objects.toString(selection.userId(), ""));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads by the rules for parameters, because a cursor is one, whoever made it. */
    static Cursor decode(String text) {
        try {
            var fields = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", FIELDS);
            if (fields.length == FIELDS) {
                var window = new Window(Rules.instant(fields[0]), Rules.instant(fields[1]));
                var position = new Position(Rules.instant(fields[3]), UUID.fromString(fields[4]));
                if (window.contains(position.when())) {
                    return new Cursor(new Selection(window, threshold(fields[2]), user(fields[5])), position);
                }
            }
        } catch (IllegalArgumentException e) {
            throw notOurs();
        }
        throw notOurs();
    }

    private static @Nullable Double threshold(String field) {
        return field.isEmpty() ? null : Rules.redThreshold(field);
    }

    private static @Nullable String user(String field) {
        return field.isEmpty() ? null : Rules.userId(field);
    }

    private static RuleBroken notOurs() {
        return new RuleBroken("must be the next_cursor of an earlier answer");
    }
}
