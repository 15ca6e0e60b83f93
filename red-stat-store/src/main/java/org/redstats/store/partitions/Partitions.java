package org.redstats.store.partitions;

import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.redstats.store.StoreProperties;
import org.redstats.store.rollup.Rollups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The partitions of the history. A change is made by one instance at a time, and waits only so long for the statements
 * in its way.
 */
@Component
class Partitions {

    private static final Logger log = LoggerFactory.getLogger(Partitions.class);

    /** Of a statement: a dense day takes minutes to count, and the ingest's connections give up a server by then. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final JdbcOperations connections;
    private final TransactionOperations transactions;
    private final Rollups rollups;
    private final StoreProperties.Partitions properties;

    Partitions(JdbcClient jdbc, JdbcOperations connections, TransactionOperations transactions, Rollups rollups,
            StoreProperties properties) {
        this.jdbc = jdbc;
        this.connections = connections;
        this.transactions = transactions;
        this.rollups = rollups;
        this.properties = properties.partitions();
    }

    /** All that there are, oldest first, but for the default one. */
    List<Part> all() {
        return jdbc.sql("""
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'red_event'::regclass ORDER BY 1
                """).query((row, number) -> Part.named(row.getString(1))).list().stream()
                .flatMap(Optional::stream)
                .toList();
    }

    long rowsInDefault() {
        return jdbc.sql("SELECT count(*) FROM red_event_default").query(Long.class).single();
    }

    /**
     * Makes a partition and moves into it what the default one has of its time. It is attached rather than created in
     * place, because attaching lets others go on writing to the history meanwhile.
     */
    void make(Part part) {
        change(existing -> {
            if (existing.contains(part)) {
                return;
            }
            var name = part.name();
            // First, and for good: a row must not arrive there between the move and the attachment.
            jdbc.sql("LOCK TABLE red_event_default IN ACCESS EXCLUSIVE MODE").update();
            jdbc.sql("CREATE TABLE " + name + " (LIKE red_event INCLUDING ALL)").update();
            var moved = jdbc.sql("""
                    WITH moved AS (
                        DELETE FROM red_event_default WHERE occurred_at >= :start AND occurred_at < :end
                        RETURNING occurred_at, event_id, user_id, red_value
                    )
                    INSERT INTO %s (occurred_at, event_id, user_id, red_value)
                    SELECT occurred_at, event_id, user_id, red_value FROM moved
                    """.formatted(name))
                    .param("start", part.from().atOffset(ZoneOffset.UTC))
                    .param("end", part.to().atOffset(ZoneOffset.UTC))
                    .update();
            jdbc.sql("ALTER TABLE red_event ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                    .formatted(name, part.from(), part.to())).update();
            log.info("Made the partition {}; {} events moved there from the default one", name, moved);
        });
    }

    /** Gives past days their fine counts, one at a time. */
    void countFinely(LocalDate today) {
        var more = new AtomicBoolean(true);
        while (more.getAndSet(false)) {
            change(existing -> rollups.dayWorthFineBins(today).ifPresent(day -> {
                rollups.countFinely(day);
                more.set(true);
            }));
        }
    }

    boolean hasEventsBefore(LocalDate day) {
        return jdbc.sql("SELECT EXISTS (SELECT FROM red_event WHERE occurred_at < ?)")
                .param(day.atStartOfDay().atOffset(ZoneOffset.UTC)).query(Boolean.class).single()
                || all().stream().anyMatch(part -> part.day().isBefore(day));
    }

    /** Drops all events from before a day, with what was counted of them. */
    void dropBefore(LocalDate day) {
        change(existing -> {
            // Before the counts are locked, as writers do; then rows and counts go at one moment for everybody.
            jdbc.sql("LOCK TABLE red_event IN ACCESS EXCLUSIVE MODE").update();
            existing.stream().filter(part -> part.day().isBefore(day)).forEach(part -> {
                jdbc.sql("DROP TABLE " + part.name()).update();
                log.info("Dropped the partition {}: its events are older than the retention", part.name());
            });
            jdbc.sql("DELETE FROM red_event_default WHERE occurred_at < ?")
                    .param(day.atStartOfDay().atOffset(ZoneOffset.UTC)).update();
            rollups.dropBefore(day);
        });
    }

    private void change(Consumer<List<Part>> change) {
        transactions.executeWithoutResult(status -> {
            if (isOurTurn()) {
                connections.execute((Connection connection) -> {
                    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(PATIENCE.toMillis()));
                    return true;
                });
                jdbc.sql("SET LOCAL lock_timeout = " + properties.lockTimeout().toMillis()).update();
                change.accept(all());
            }
        });
    }

    private boolean isOurTurn() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtext('red_event partitions'))")
                .query(Boolean.class).single();
    }
}
