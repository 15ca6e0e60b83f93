package org.redstats.store.stats;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.redstats.store.request.QueryString;
import org.redstats.store.request.Selection;
import org.redstats.store.request.Window;

/**
 * Which events, counted at which points.
 *
 * @param starts where the points begin, oldest first; the first one may begin before the window
 * @param end where the last point ends
 */
record SeriesQuery(Selection selection, Step step, List<Instant> starts, Instant end) {

    private static final int MOST_POINTS = 10_000;

    static SeriesQuery read(QueryString query, Instant now) {
        var selection = Selection.read(query, now);
        var step = query.value("step", Step::parse, Step.HOUR);
        var starts = new ArrayList<Instant>();
        var start = selection.window().from();
        try {
            start = step.floor(start);
            while (!selection.window().isEmpty() && start.isBefore(selection.window().to())
                    && starts.size() <= MOST_POINTS) {
                starts.add(start);
                start = step.next(start);
            }
        } catch (DateTimeException | ArithmeticException e) {
            query.wrong("step", "must be shorter: no date is that far away");
        }
        if (starts.size() > MOST_POINTS) {
            query.wrong("step", "must be longer, or the window shorter: more than " + MOST_POINTS + " points");
        }
        return new SeriesQuery(selection, step, starts, start);
    }

    /** The part of a point that is within the window. */
    Window window(int point) {
        var window = selection.window();
        var start = starts.get(point);
        var next = end(point);
        return new Window(start.isBefore(window.from()) ? window.from() : start,
                next.isAfter(window.to()) ? window.to() : next);
    }

    /** Where a point ends and the next one begins. */
    Instant end(int point) {
        return point + 1 < starts.size() ? starts.get(point + 1) : end;
    }
}
