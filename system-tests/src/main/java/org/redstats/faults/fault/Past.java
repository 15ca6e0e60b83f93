package org.redstats.faults.fault;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;
import org.redstats.faults.account.Subscriber;
import org.redstats.faults.scene.Database;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;

/** Databases as an earlier version of the services has left them. */
final class Past {

    /** Enough that every threshold has matches among them. */
    private static final int EVENTS = 3_000;

    private final Scene scene;
    private final Sent sent;

    Past(Scene scene, Sent sent) {
        this.scene = scene;
        this.sent = sent;
    }

    /** How many versions the schema of a service has had. */
    static int versions(Scene scene, String service, Database database) {
        return flyway(scene, service, database, MigrationVersion.LATEST).info().all().length;
    }

    /**
     * Makes new databases the ones in use, with events and subscriptions that the first version wrote, brought to a version
     * or, where there was none so high, to the latest one.
     *
     * @return who is subscribed there
     */
    List<Subscriber> restore(int version) throws SQLException {
        var store = scene.storeDatabase();
        var subscribe = scene.subscribeDatabase();
        store.use("red_stat_store_" + sent.run());
        subscribe.use("red_stat_subscribe_" + sent.run());
        migrate("red-stat-store", store, 1);
        migrate("red-stat-subscribe", subscribe, 1);
        // The first version was about to look at the one, and had just looked at the other, when it was stopped.
        var due = subscribed(0.9, null);
        var settling = subscribed(0.5, sent.users().getFirst());
        var events = IntStream.range(0, EVENTS).map(i -> sent.add()).mapToObj(sent::event).toList();
        insert("red_event", store, events);
        insert("red_event_log", subscribe, events);
        IntStream.range(0, EVENTS).forEach(sent::markSafe);
        set("due_at = now()", due);
        set("settling_since = pg_current_xact_id()", settling);
        var idle = subscribed(0.95, null);
        migrate("red-stat-store", store, version);
        migrate("red-stat-subscribe", subscribe, version);
        return List.of(due, settling, idle);
    }

    private Subscriber subscribed(double threshold, @Nullable String user) throws SQLException {
        var id = UUID.randomUUID().toString();
        var address = id + "@example.org";
        scene.subscribeDatabase().update("""
                INSERT INTO subscription (id, red_threshold, email, user_id, min_interval, token_hash, unsubscribe_token)
                VALUES (CAST(? AS uuid), ?, ?, ?, interval '0', sha256('token'), 'token')""",
                id, threshold, address, user);
        return new Subscriber(id, address, threshold, user, sent.size());
    }

    private void set(String change, Subscriber subscriber) throws SQLException {
        scene.subscribeDatabase().update("UPDATE subscription SET " + change + " WHERE id = CAST(? AS uuid)",
                subscriber.id());
    }

    private static void insert(String table, Database database, List<RedEvent> events) throws SQLException {
        database.update("INSERT INTO " + table + """
                 (occurred_at, event_id, user_id, red_value)
                SELECT * FROM unnest(CAST(? AS timestamptz[]), CAST(? AS uuid[]), ?, CAST(? AS float8[]))""",
                texts(events, RedEvent::when), texts(events, RedEvent::eventId), texts(events, RedEvent::userId),
                texts(events, RedEvent::redValue));
    }

    private static String[] texts(List<RedEvent> events, Function<RedEvent, Object> part) {
        return events.stream().map(event -> part.apply(event).toString()).toArray(String[]::new);
    }

    private void migrate(String service, Database database, int version) {
        var target = Math.min(version, versions(scene, service, database));
        flyway(scene, service, database, MigrationVersion.fromVersion(Integer.toString(target))).migrate();
    }

    private static Flyway flyway(Scene scene, String service, Database database, MigrationVersion target) {
        return Flyway.configure().dataSource(database.url(), database.user(), database.password())
                .locations("filesystem:" + scene.migrations(service)).target(target).load();
    }
}
