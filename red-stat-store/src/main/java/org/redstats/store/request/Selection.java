package org.redstats.store.request;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which events a request is about.
 *
 * @param window when they were measured
 * @param redThreshold what "redder" means to the asker: strictly greater than this
 * @param userId only this user's events
 */
public record Selection(Window window, @Nullable Double redThreshold, @Nullable String userId) {

    /** @param now the end of the window when the request gives none */
    public static Selection read(QueryString query, Instant now) {
        var to = query.value("to", Rules::instant, now);
        return read(query, new Selection(Window.before(to), null, null));
    }

    /** @param defaults what is meant by a parameter that is left out */
    public static Selection read(QueryString query, Selection defaults) {
        return new Selection(
                Window.read(query, defaults.window()),
                query.<@Nullable Double>value("red_threshold", Rules::redThreshold, defaults.redThreshold()),
                query.<@Nullable String>value("user_id", Rules::userId, defaults.userId()));
    }
}
