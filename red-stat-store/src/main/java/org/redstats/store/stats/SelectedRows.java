package org.redstats.store.stats;

import java.util.HashMap;
import java.util.Map;

import org.redstats.store.request.Selection;

/**
 * The rows of a selection's window and user as SQL; what the threshold means is up to the statement. A user is a
 * condition of its own rather than an optional one, so that the planner can choose the user's index.
 */
record SelectedRows(String condition, Map<String, Object> parameters) {

    static SelectedRows of(Selection selection) {
        var parameters = new HashMap<String, Object>();
        parameters.put("from", selection.window().firstMicrosecond());
        parameters.put("to", selection.window().endMicrosecond());
        var inWindow = "occurred_at >= red_instant(:from) AND occurred_at < red_instant(:to)";
        var userId = selection.userId();
        if (userId == null) {
            return new SelectedRows(inWindow, parameters);
        }
        parameters.put("user", userId);
        return new SelectedRows(inWindow + " AND user_id = :user", parameters);
    }
}
