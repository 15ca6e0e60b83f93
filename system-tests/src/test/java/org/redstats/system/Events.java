package org.redstats.system;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Bodies as a RED without our library writes them. */
final class Events {

    private Events() {}

    static String event(UUID id, String userId, double redValue, Instant when) {
        return """
                {"event_id":"%s","user_id":"%s","red_value":%s,"when":"%s"}""".formatted(id, userId, redValue, when);
    }

    static String event(String userId, double redValue) {
        return event(UUID.randomUUID(), userId, redValue, Instant.now().truncatedTo(ChronoUnit.MICROS));
    }

    /** A user that no other test knows. */
    static String newUser() {
        return "user-" + UUID.randomUUID();
    }
}
