package org.redstats.subscribe.due;

import java.time.Instant;
import java.util.Comparator;

/** A row of the log that may concern somebody. */
record Match(long xid, String eventId, String userId, double redValue, Instant occurredAt) {

    /** The reddest first, then the earliest. */
    static final Comparator<Match> REDDEST_FIRST = Comparator.comparingDouble(Match::redValue).reversed()
            .thenComparing(Match::occurredAt).thenComparing(Match::eventId);
}
