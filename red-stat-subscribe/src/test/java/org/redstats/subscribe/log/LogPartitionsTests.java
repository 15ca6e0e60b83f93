package org.redstats.subscribe.log;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redstats.testing.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

class LogPartitionsTests {

    private static final LocalDate DAY = LocalDate.of(2026, 1, 20);
    private static final int KEPT_DAYS = 9;

    private JdbcClient jdbc;
    private JdbcTransactionManager manager;
    private TransactionTemplate transaction;
    private LogPartitions partitions;

    @BeforeEach
    void migrate() {
        var database = TestDatabase.shared();
        var source = new DriverManagerDataSource(database.freshDatabase(), database.user(), database.password());
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = JdbcClient.create(source);
        manager = new JdbcTransactionManager(source);
        transaction = new TransactionTemplate(manager);
        partitions = new LogPartitions(jdbc);
    }

    @Test
    void makesAPartitionOfADayWhoseEventsCameBeforeIt() {
        append(DAY, 30);
        append(DAY.plusDays(1), 30);

        assertThat(make(DAY)).isTrue();
        assertThat(make(DAY)).isFalse();

        assertThat(count("red_event_log")).isEqualTo(2);
        assertThat(count("red_event_log_default")).isEqualTo(1);
        assertThat(partitions.before(DAY.plusDays(1))).hasSize(1);
        assertThat(partitions.before(DAY)).isEmpty();
    }

    @Test
    void dropsADayThatIsOver() {
        make(DAY);
        append(DAY, 10);

        assertThat(drop()).isTrue();

        assertThat(count("red_event_log")).isZero();
    }

    @Test
    void keepsWhatCameLateSoThatItsRedeliveryIsRecognised() {
        make(DAY);
        append(DAY, 10);
        append(DAY, 1);

        assertThat(drop()).isFalse();
    }

    @Test
    void keepsWhatASubscriptionHasStillToGather() {
        make(DAY);
        jdbc.sql("""
                INSERT INTO subscription (red_threshold, email, min_interval, token_hash, unsubscribe_token, due_at)
                VALUES (0, 'ann@example.org', interval '0', '', '', now())""").update();
        append(DAY, 10);
        append(DAY.minusDays(30), 10);

        assertThat(drop()).isFalse();
        partitions.clearDefault(KEPT_DAYS);
        assertThat(count("red_event_log")).isEqualTo(2);
        jdbc.sql("UPDATE subscription SET due_at = NULL").update();
        assertThat(drop()).isTrue();
        partitions.clearDefault(KEPT_DAYS);
        assertThat(count("red_event_log")).isZero();
    }

    @Test
    void keepsWhatNoPassHasSearched() {
        make(DAY);
        append(DAY, 10);
        jdbc.sql("UPDATE wake SET done = (SELECT min(xid) FROM red_event_log)").update();

        assertThat(drop()).isFalse();
    }

    @Test
    void leavesTheWorkToTheInstanceThatIsAtIt() {
        transaction.executeWithoutResult(first -> {
            assertThat(partitions.lock(1)).isTrue();
            var second = new TransactionTemplate(manager);
            second.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
            assertThat(second.<Boolean>execute(status -> partitions.lock(1))).isFalse();
        });
    }

    private boolean make(LocalDate day) {
        return Boolean.TRUE.equals(transaction.execute(status -> partitions.make(day)));
    }

    private boolean drop() {
        var name = partitions.before(DAY.plusDays(1)).getFirst();
        return Boolean.TRUE.equals(transaction.execute(status -> partitions.drop(name, KEPT_DAYS)));
    }

    private void append(LocalDate day, int receivedDaysAgo) {
        jdbc.sql("""
                INSERT INTO red_event_log (occurred_at, event_id, user_id, red_value, received_at)
                VALUES (:day, :id, '1', 0.5, now() - make_interval(days => :ago))""")
                .param("day", day.atTime(12, 0).atOffset(ZoneOffset.UTC))
                .param("id", UUID.randomUUID())
                .param("ago", receivedDaysAgo)
                .update();
        jdbc.sql("UPDATE wake SET done = pg_snapshot_xmin(pg_current_snapshot())").update();
    }

    private long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
