package org.redstats.store.stats;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.redstats.store.reads.ReadsConfiguration;
import org.redstats.store.request.Selection;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Pages through the history, newest first. */
@Repository
class Events {

    private final JdbcClient jdbc;

    Events(@Qualifier(ReadsConfiguration.READS) JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    EventPage page(EventsQuery query) {
        var events = oneMoreThanAsked(query);
        if (events.size() <= query.limit()) {
            return new EventPage(events, null);
        }
        var page = events.subList(0, query.limit());
        return new EventPage(page, cursorAfter(page.getLast(), query.selection()).encode());
    }

    private static Cursor cursorAfter(EventPage.Event last, Selection selection) {
        return new Cursor(selection, new Cursor.Position(last.when(), last.eventId()));
    }

    private List<EventPage.Event> oneMoreThanAsked(EventsQuery query) {
        var rows = SelectedRows.of(query.selection());
        var condition = new StringBuilder(rows.condition());
        if (query.selection().redThreshold() != null) {
            condition.append(" AND red_value > :threshold");
        }
        if (query.after() != null) {
            // The first half is for the choice of partitions, which does not look into row values.
            condition.append(" AND occurred_at <= :when AND (occurred_at, event_id) < (:when, :id)");
        }
        var statement = jdbc.sql("""
                SELECT event_id, user_id, red_value, occurred_at
                FROM red_event
                WHERE %s
                ORDER BY occurred_at DESC, event_id DESC
                LIMIT :limit
                """.formatted(condition))
                .params(rows.parameters())
                .param("threshold", query.selection().redThreshold())
                .param("limit", query.limit() + 1);
        if (query.after() != null) {
            statement = statement.param("when", query.after().when().atOffset(ZoneOffset.UTC))
                    .param("id", query.after().eventId());
        }
        return statement.query((row, number) -> new EventPage.Event(row.getObject("event_id", UUID.class),
                row.getString("user_id"), row.getDouble("red_value"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant())).list();
    }
}
