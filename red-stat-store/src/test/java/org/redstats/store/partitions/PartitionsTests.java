package org.redstats.store.partitions;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redstats.event.intake.EventSink;
import org.redstats.store.StoreProperties;
import org.redstats.store.StoreProperties.Partitions.Length;
import org.redstats.store.StoreTest;
import org.redstats.store.rollup.Rollups;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.store.SampleEvents.deleteAll;
import static org.redstats.store.SampleEvents.event;

@StoreTest
class PartitionsTests {

    @Autowired
    private Partitions partitions;

    @Autowired
    private PartitionKeeper keeper;

    @Autowired
    private Rollups rollups;

    @Autowired
    private StoreProperties properties;

    @Autowired
    private EventSink history;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionOperations transactions;

    @Autowired
    private MeterRegistry meters;

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    @BeforeEach
    void startFromNothing() {
        deleteAll(jdbc);
    }

    @Test
    void theComingDaysHaveTheirPartitionFromTheStart() {
        assertThat(partitions.all()).contains(Part.day(today), Part.day(today.plusDays(1)),
                Part.day(today.plusDays(7)));
    }

    @Test
    void aDaysPartitionGoesFromMidnightToMidnightInUtc() {
        partitions.make(day("2012-02-29"));

        history.append(List.of(event("before", 1, "2012-02-28T23:59:59.999999Z"),
                event("first", 1, "2012-02-29T00:00:00Z"), event("last", 1, "2012-02-29T23:59:59.999999Z"),
                event("after", 1, "2012-03-01T00:00:00Z")));

        assertThat(users("red_event_2012_02_29")).containsExactly("first", "last");
        assertThat(users("red_event_default")).containsExactly("before", "after");
    }

    @Test
    void movesWhatTheDefaultPartitionHasOfTheDay() {
        history.append(List.of(event("earlier", 1, "2012-06-14T23:59:59.999999Z"),
                event("ann", 0.25, "2012-06-15T12:00:00.123456Z"), event("later", 1, "2012-06-16T00:00:00Z")));

        partitions.make(day("2012-06-15"));

        assertThat(users("red_event_2012_06_15")).containsExactly("ann");
        assertThat(users("red_event_default")).containsExactly("earlier", "later");
        assertThat(users("red_event")).containsExactly("earlier", "ann", "later");
    }

    @Test
    void aPartitionHasTheIndexesOfTheHistory() {
        assertThat(jdbc.sql("SELECT indexdef FROM pg_indexes WHERE tablename = ?")
                .param("red_event_" + today.toString().replace('-', '_'))
                .query(String.class)
                .list())
                .hasSize(3)
                .anyMatch(index -> index.contains("UNIQUE") && index.contains("(occurred_at, event_id)"))
                .anyMatch(index -> index.contains("(red_value, occurred_at)"))
                .anyMatch(index -> index.contains("(user_id, occurred_at) INCLUDE (red_value)"));
    }

    @Test
    void makingAPartitionTwiceIsMakingItOnce() {
        var day = day("2012-07-01");

        partitions.make(day);
        partitions.make(day);

        assertThat(partitions.all()).containsOnlyOnce(day);
    }

    @Test
    void leavesItToAnotherInstanceThatIsAtIt() throws Exception {
        var day = day("2012-08-01");

        transactions.executeWithoutResult(status -> {
            jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('red_event partitions'))").query().singleValue();
            onAnotherConnection(() -> partitions.make(day));
        });

        assertThat(partitions.all()).doesNotContain(day);
    }

    @Test
    void givesUpUntilTheNextCheckWhenAReaderIsInTheWay() {
        jdbc.sql("DROP TABLE red_event_" + today.plusDays(7).toString().replace('-', '_')).update();

        transactions.executeWithoutResult(status -> {
            jdbc.sql("SELECT count(*) FROM red_event_default").query().singleValue();
            onAnotherConnection(keeper::keep);
        });
        assertThat(partitions.all()).doesNotContain(Part.day(today.plusDays(7)));

        keeper.keep();
        assertThat(partitions.all()).contains(Part.day(today.plusDays(7)));
    }

    @Test
    void showsHowManyRowsAreInTheDefaultPartition() {
        history.append(List.of(event("ann", 1, "2012-09-01T00:00:00Z"), event("bob", 1, "2012-09-02T00:00:00Z")));

        keeper.keep();

        assertThat(meters.get("red.store.default.partition.rows").gauge().value()).isEqualTo(2);
    }

    @Test
    void dropsWhatIsOlderThanTheRetention() {
        var keptDays = today.toEpochDay() - LocalDate.parse("2013-01-02").toEpochDay();
        partitions.make(day("2013-01-01"));
        partitions.make(day("2013-01-02"));
        history.append(List.of(event("far too old", 1, "1999-01-01T00:00:00Z"),
                event("too old", 1, "2013-01-01T23:59:59.999999Z"), event("kept", 1, "2013-01-02T00:00:00Z"),
                event("kept too", 1, "2013-01-03T00:00:00Z")));

        keeperWithRetention(Duration.ofDays(keptDays)).keep();

        assertThat(users("red_event")).containsExactly("kept", "kept too");
        assertThat(rollups.days()).allSatisfy(day -> assertThat(rollups.wrongCounts(day)).isZero());
        assertThat(partitions.all()).doesNotContain(day("2013-01-01"))
                .contains(day("2013-01-02"));
    }

    @Test
    void aDayThatBeganInHoursGoesOnInHours() {
        var clock = Clock.fixed(Instant.parse("2012-10-01T12:00:00Z"), ZoneOffset.UTC);
        partitions.make(Part.hours(LocalDate.parse("2012-10-01")).toList().get(7));
        history.append(List.of(event("ann", 1, "2012-10-01T07:59:59.999999Z"),
                event("bob", 1, "2012-10-01T08:00:00Z"), event("cem", 1, "2012-10-02T00:00:00Z")));

        keeper(clock, null, Length.DAY).keep();

        assertThat(users("red_event_2012_10_01_07")).containsExactly("ann");
        assertThat(users("red_event_2012_10_01_08")).containsExactly("bob");
        assertThat(users("red_event_2012_10_02")).containsExactly("cem");
        assertThat(users("red_event_default")).isEmpty();
    }

    @Test
    void aDayMayBePartitionedByTheHour() {
        var clock = Clock.fixed(Instant.parse("2012-11-01T12:00:00Z"), ZoneOffset.UTC);
        partitions.make(day("2012-11-02"));
        history.append(List.of(event("ann", 1, "2012-11-01T23:59:59.999999Z"),
                event("bob", 1, "2012-11-02T00:00:00Z"), event("cem", 1, "2012-11-03T00:00:00Z")));

        keeper(clock, null, Length.HOUR).keep();

        assertThat(users("red_event_2012_11_01_23")).containsExactly("ann");
        assertThat(users("red_event_2012_11_02")).containsExactly("bob");
        assertThat(users("red_event_2012_11_03_00")).containsExactly("cem");
        assertThat(users("red_event_default")).isEmpty();
    }

    private PartitionKeeper keeperWithRetention(Duration retention) {
        return keeper(Clock.systemUTC(), retention, Length.DAY);
    }

    private PartitionKeeper keeper(Clock clock, @Nullable Duration retention, Length length) {
        var configured = properties.partitions();
        return new PartitionKeeper(partitions, rollups,
                new StoreProperties(retention, new StoreProperties.Partitions(length, 2, configured.every(),
                        configured.lockTimeout()), properties.reads()),
                clock, new SimpleMeterRegistry());
    }

    private static Part day(String day) {
        return Part.day(LocalDate.parse(day));
    }

    private static void onAnotherConnection(Runnable work) {
        var thread = Thread.ofVirtual().start(work);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> users(String table) {
        return jdbc.sql("SELECT user_id FROM " + table + " ORDER BY occurred_at")
                .query((row, number) -> row.getString(1))
                .list();
    }
}
