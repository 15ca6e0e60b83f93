package org.redstats.faults.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.BitSet;
import java.util.UUID;

import org.redstats.event.RedEvent;
import org.redstats.faults.scene.Database;
import org.redstats.faults.traffic.Sent;

/** The rows that a run's events must have become: each event one row, as it was sent, and none besides. */
final class Rows {

    private final Sent sent;
    private final Findings findings;

    Rows(Sent sent, Findings findings) {
        this.sent = sent;
        this.findings = findings;
    }

    /** Whether there are enough of them. */
    boolean complete(Database database, String table) throws SQLException {
        return database.number("SELECT count(*) FROM " + table + " WHERE user_id = ANY (?)", (Object) users()) >= sent
                .size();
    }

    void compare(Database database, String table) throws SQLException {
        var seen = new BitSet();
        database.query("SELECT event_id, user_id, red_value, occurred_at FROM " + table + " WHERE user_id = ANY (?)",
                row -> check(row, table, seen), (Object) users());
        for (var number = seen.nextClearBit(0); number < sent.size(); number = seen.nextClearBit(number + 1)) {
            findings.lost(sent.event(number).eventId() + " is not in " + table);
        }
    }

    private void check(ResultSet row, String table, BitSet seen) throws SQLException {
        var event = new RedEvent(row.getObject("event_id", UUID.class), row.getString("user_id"),
                row.getDouble("red_value"), row.getObject("occurred_at", OffsetDateTime.class).toInstant());
        var number = sent.number(event.eventId());
        if (number.isEmpty()) {
            findings.wrong(event + " in " + table + " was never sent");
        } else if (seen.get(number.getAsInt())) {
            findings.duplicated(1, event + " is in " + table + " again");
        } else {
            seen.set(number.getAsInt());
            if (!event.equals(sent.event(number.getAsInt()))) {
                findings.wrong(event + " in " + table + " was sent as " + sent.event(number.getAsInt()));
            }
        }
    }

    private String[] users() {
        return sent.users().toArray(String[]::new);
    }
}
