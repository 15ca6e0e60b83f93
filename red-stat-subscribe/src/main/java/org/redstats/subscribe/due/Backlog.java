package org.redstats.subscribe.due;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What waits to be done, for metrics; every instance sees the same. */
@Component
class Backlog {

    private final JdbcClient jdbc;
    private volatile Look latest = new Look(0, 0, 0, 0);

    Backlog(JdbcClient jdbc, MeterRegistry meters) {
        this.jdbc = jdbc;
        gauge(meters, "red.alerts.due", "subscriptions whose alert is due", null, Look::due);
        gauge(meters, "red.alerts.due.age", "how long the oldest of them has been due", "seconds",
                Look::dueAge);
        gauge(meters, "red.deliveries.pending", "alerts that are not handed over", null, Look::pending);
        gauge(meters, "red.deliveries.pending.age", "age of the oldest of them", "seconds", Look::pendingAge);
    }

    record Look(long due, double dueAge, long pending, double pendingAge) {}

    private void gauge(MeterRegistry meters, String name, String description,
            @Nullable String unit, ToDoubleFunction<Look> value) {
        Gauge.builder(name, this, backlog -> value.applyAsDouble(backlog.latest)).description(description)
                .baseUnit(unit).register(meters);
    }

    void look() {
        latest = jdbc.sql("""
                SELECT due, due_age, pending, pending_age FROM
                    (SELECT count(*) AS due, coalesce(extract(epoch FROM now() - min(due_at)), 0) AS due_age
                     FROM subscription WHERE due_at <= now() AND status = 'active') d,
                    (SELECT count(*) AS pending, coalesce(extract(epoch FROM now() - min(created_at)), 0) AS pending_age
                     FROM delivery WHERE state = 'pending') p""").query(Look.class).single();
    }
}
