package org.redstats.subscribe;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Instants as PostgreSQL reads them. */
public final class Timestamps {

    private Timestamps() {}

    /** PostgreSQL knows no year 0, and calls the years before 1 otherwise. */
    public static String text(Instant instant) {
        var text = instant.toString();
        return text.startsWith("0000") ? "0001" + text.substring(4) + " BC" : text;
    }

    /** The same, null for null. */
    public static @Nullable String textOrNull(@Nullable Instant instant) {
        return instant == null ? null : text(instant);
    }
}
