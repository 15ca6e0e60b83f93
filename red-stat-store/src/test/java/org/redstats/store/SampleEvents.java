package org.redstats.store;

import java.time.Instant;
import java.util.UUID;

import org.redstats.event.RedEvent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Events to test with. */
public final class SampleEvents {

    private SampleEvents() {}

    public static RedEvent event(String userId, double redValue, String when) {
        return new RedEvent(UUID.randomUUID(), userId, redValue, Instant.parse(when));
    }

    /** Makes the history empty again. */
    public static void deleteAll(JdbcClient jdbc) {
        jdbc.sql("TRUNCATE red_event, red_count, red_step, red_fine, red_fine_count, red_quarter, red_user_values")
                .update();
    }
}
