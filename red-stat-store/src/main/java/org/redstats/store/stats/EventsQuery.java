package org.redstats.store.stats;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.redstats.store.request.QueryString;
import org.redstats.store.request.Rules;
import org.redstats.store.request.Selection;

/**
 * Which page of which events.
 *
 * @param after where the page before ended; null for the first page
 */
record EventsQuery(Selection selection, int limit, Cursor.@Nullable Position after) {

    private static final int MAX_LIMIT = 1000;
    private static final int DEFAULT_LIMIT = 100;

    static EventsQuery read(QueryString query, Instant now) {
        int limit = query.value("limit", Rules.integer(1, MAX_LIMIT), DEFAULT_LIMIT);
        var cursor = query.<@Nullable Cursor>value("cursor", Cursor::decode, null);
        if (cursor == null) {
            return new EventsQuery(Selection.read(query, now), limit, null);
        }
        // What is left out is as the cursor has it: so the default of "to" stays the moment of the first page.
        var selection = Selection.read(query, cursor.selection());
        if (!selection.equals(cursor.selection())) {
            query.wrong("cursor", "belongs to another from, to, red_threshold or user_id than those given with it");
        }
        return new EventsQuery(selection, limit, cursor.position());
    }

    /** The same selection in pages as large as they may be. */
    EventsQuery ofWholePages() {
        return new EventsQuery(selection, MAX_LIMIT, after);
    }

    /** The next page of it, as large as may be. */
    EventsQuery after(String cursor) {
        return new EventsQuery(selection, MAX_LIMIT, Cursor.decode(cursor).position());
    }
}
