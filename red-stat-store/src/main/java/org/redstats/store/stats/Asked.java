package org.redstats.store.stats;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import jakarta.servlet.http.HttpServletRequest;

import org.redstats.auth.Caller;
import org.redstats.auth.servlet.CallerFilter;

/**
 * What a request asks for, once it is clear whose events it may be about.
 *
 * @param parameters with the caller's own {@code user_id} where it names none and may see no other
 * @param isPersonal whether another caller would be answered otherwise
 */
record Asked(Map<String, String[]> parameters, boolean isPersonal, Instant now) {

    private static final String USER_ID = "user_id";

    /** @throws org.redstats.auth.Refused when it names another user than the caller may see */
    static Asked of(HttpServletRequest request, Clock clock) {
        var caller = CallerFilter.callerOf(request);
        return new Asked(parameters(request.getParameterMap(), caller), caller.isSignedIn(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    private static Map<String, String[]> parameters(Map<String, String[]> given, Caller caller) {
        for (var named : given.getOrDefault(USER_ID, new String[0])) {
            caller.about(named);
        }
        var own = given.containsKey(USER_ID) ? null : caller.about(null);
        if (own == null) {
            return given;
        }
        var more = new HashMap<>(given);
        more.put(USER_ID, new String[]{own});
        return more;
    }
}
