package org.redstats.auth;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param userId whose token it is; null for one who has shown none
 * @param seesAll whether everything is theirs to see: by the scope {@value #ADMIN}, or because sign-in is off
 * @param until when the token expires, the clock skew included; null for one that nobody has shown
 */
public record Caller(@Nullable String userId, boolean seesAll, @Nullable Instant until) {

    /** The scope of those who see and do everything. */
    public static final String ADMIN = "red.admin";

    /** Whoever asks while sign-in is off. */
    public static final Caller ANYBODY = new Caller(null, true, null);

    /** One who has shown no token, where none is needed or another kind of it is. */
    public static final Caller STRANGER = new Caller(null, false, null);

    public boolean isSignedIn() {
        return userId != null;
    }

    /** @param whose a user, or null for everybody */
    public boolean maySee(@Nullable String whose) {
        return seesAll || (userId != null && userId.equals(whose));
    }

    /**
     * Whose data a request is about: the user it names; of one who sees only themselves, their own without naming them.
     *
     * @param named null when the request names nobody
     * @return null for everybody's
     * @throws Refused 403, when it names another
     */
    public @Nullable String about(@Nullable String named) {
        var whose = named == null && !seesAll ? userId : named;
        if (!maySee(whose)) {
            throw Refused.forbidden();
        }
        return whose;
    }
}
