package org.redstats.store.partitions;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;

import org.redstats.store.StoreProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The partitions of the history, one a day in UTC. A change is made by one instance at a time, waits only so long for
 * the statements in its way, and blocks none that write to or read from other partitions.
 */
@Component
class DayPartitions {

    private static final Logger log = LoggerFactory.getLogger(DayPartitions.class);

    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final StoreProperties.Partitions properties;

    DayPartitions(JdbcClient jdbc, TransactionOperations transactions, StoreProperties properties) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.properties = properties.partitions();
    }

    /** The days that have their partition, oldest first. */
    List<LocalDate> days() {
        return jdbc.sql("""
                SELECT to_date(right(c.relname, 10), 'YYYY_MM_DD')
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'red_event'::regclass AND c.relname ~ '^red_event_\\d{4}_\\d{2}_\\d{2}$'
                ORDER BY 1
                """).query((row, number) -> row.getObject(1, LocalDate.class)).list();
    }

    long rowsInDefault() {
        return jdbc.sql("SELECT count(*) FROM red_event_default").query(Long.class).single();
    }

    /**
     * Makes the day's partition and moves into it what the default partition has of that day. It is attached rather than
     * created in place, because attaching lets others go on writing to the history meanwhile.
     */
    void make(LocalDate day) {
        change(days -> {
            if (days.contains(day)) {
                return;
            }
            var name = name(day);
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
                    """.formatted(name)).param("start", start(day)).param("end", start(day.plusDays(1))).update();
            jdbc.sql("ALTER TABLE red_event ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                    .formatted(name, start(day), start(day.plusDays(1)))).update();
            log.info("Made the partition of {}; {} events moved there from the default one", day, moved);
        });
    }

    void drop(LocalDate day) {
        change(days -> {
            if (days.contains(day)) {
                jdbc.sql("DROP TABLE " + name(day)).update();
                log.info("Dropped the partition of {}: its events are older than the retention", day);
            }
        });
    }

    /** Removes from the default partition what is older than the day. */
    void dropFromDefaultBefore(LocalDate day) {
        jdbc.sql("DELETE FROM red_event_default WHERE occurred_at < ?").param(start(day)).update();
    }

    private void change(Consumer<List<LocalDate>> change) {
        transactions.executeWithoutResult(status -> {
            if (isOurTurn()) {
                jdbc.sql("SET LOCAL lock_timeout = " + properties.lockTimeout().toMillis()).update();
                change.accept(days());
            }
        });
    }

    private boolean isOurTurn() {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock(hashtext('red_event partitions'))")
                .query(Boolean.class).single();
    }

    private static String name(LocalDate day) {
        return "red_event_" + day.toString().replace('-', '_');
    }

    private static OffsetDateTime start(LocalDate day) {
        return day.atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
