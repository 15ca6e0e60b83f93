package org.redstats.faults.account;

import java.util.List;
import java.util.stream.Stream;

/**
 * What became of a run's events.
 *
 * @param events that RED called safe
 * @param lost events missing in a database or in a count, and matches that nobody was told of
 * @param duplicated events and matches that are there, or were told of, once too often
 * @param alerts that came to somebody
 * @param repeated alerts that came again with the same id, as is allowed
 * @param details what exactly is lost, duplicated or otherwise wrong; empty when all is right
 */
public record Account(long events, long lost, long duplicated, long alerts, long repeated, List<String> details) {

    /** Of this run and another one together. */
    public Account and(Account other) {
        return new Account(events + other.events, lost + other.lost, duplicated + other.duplicated,
                alerts + other.alerts, repeated + other.repeated,
                Stream.concat(details.stream(), other.details.stream()).toList());
    }

    public boolean isRight() {
        return details.isEmpty();
    }
}
