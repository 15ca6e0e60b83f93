package org.redstats.store.rollup;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.redstats.store.StoreTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.store.SampleEvents.deleteAll;
import static org.redstats.store.SampleEvents.event;

@StoreTest
class RollupsTests {

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    @Autowired
    private Rollups rollups;

    @Autowired
    private EventSink history;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ApplicationContext application;

    @BeforeEach
    void startFromNothing() {
        deleteAll(jdbc);
        history.append(List.of(event("ann", 0.2, "2026-03-01T01:00:00Z"), event("bob", 0.8, "2026-03-01T23:00:00Z"),
                event("cem", 0.8, "2026-03-02T00:00:00Z")));
    }

    @Test
    void findsAndMendsWhatDiffersFromTheRows() {
        jdbc.sql("UPDATE red_count SET n = n + 1 WHERE seconds = 3600 AND bits = 6 AND bucket < '2026-03-02T00:00Z'")
                .update();

        assertThat(output(RollupCommand.VERIFY, 1)).containsExactly("2026-03-01 2 counts are wrong",
                "2026-03-02 right");
        assertThat(output(RollupCommand.REBUILD, 0)).containsExactly(
                "2026-03-01 2 counts were wrong; the day is counted anew", "2026-03-02 right");
        assertThat(output(RollupCommand.VERIFY, 0)).containsExactly("2026-03-01 right", "2026-03-02 right");
    }

    @Test
    void findsCountsWithoutRowsAndRowsWithoutCounts() {
        jdbc.sql("TRUNCATE red_count").update();
        jdbc.sql("INSERT INTO red_count (seconds, bits, bucket, bin, n) VALUES (3600, 2, '2020-01-01T00:00Z', 1, 1)")
                .update();

        assertThat(output(RollupCommand.REBUILD, 0)).hasSize(3).allMatch(line -> line.endsWith("counted anew"));
        assertThat(output(RollupCommand.VERIFY, 0)).hasSize(2).allMatch(line -> line.endsWith("right"));
    }

    @Test
    void aDayCanBeCountedAnewWhileItsEventsArrive() {
        var arriving = CompletableFuture.runAsync(() -> IntStream.range(0, 40)
                .forEach(i -> history.append(List.of(event("ann", i / 40.0, "2026-03-01T12:00:00Z")))));

        while (!arriving.isDone()) {
            rollups.rebuild(DAY);
        }

        assertThat(arriving).isCompleted();
        assertThat(rollups.wrongCounts(DAY)).isZero();
    }

    @Test
    void aDenseHourIsCountedInSteps() {
        history.append(IntStream.range(0, 24_000)
                .mapToObj(i -> new RedEvent(UUID.randomUUID(), "ann", i / 24_000.0,
                        Instant.parse("2026-03-01T12:00:00Z").plusMillis(i * 150L)))
                .toList());

        rollups.rebuild(DAY);
        assertThat(rollups.wrongCounts(DAY)).isZero();
        history.append(List.of(event("late", 0.5, "2026-03-01T12:14:59Z")));

        assertThat(rollups.wrongCounts(DAY)).isZero();
        assertThat(jdbc
                .sql("SELECT sum(n) FROM red_count WHERE seconds = 1800 AND bits = 2 GROUP BY bucket ORDER BY bucket")
                .query((row, number) -> row.getLong(1)).list()).containsExactly(12_001L, 12_000L);
    }

    @Test
    void aDenseDayThatIsOverGetsFineCountsAndThemAnewAfterALateEvent() {
        jdbc.sql("INSERT INTO red_event SELECT '2026-03-01T02:00Z', gen_random_uuid(), 'many', i / 100000.0"
                + " FROM generate_series(1, 100000) i").update();
        rollups.rebuild(DAY);
        assertThat(rollups.dayWorthFineBins(DAY.plusDays(2))).isEmpty();

        history.append(List.of(event("late", 0.5, "2026-03-01T12:14:59Z")));
        assertThat(rollups.dayWorthFineBins(DAY.plusDays(2))).hasValue(DAY);
        assertThat(rollups.dayWorthFineBins(DAY)).isEmpty();
        rollups.countFinely(DAY);

        assertThat(rollups.dayWorthFineBins(DAY.plusDays(2))).isEmpty();
        assertThat(rollups.wrongCounts(DAY)).isZero();
        jdbc.sql("UPDATE red_fine_count SET counts[7] = counts[7] + 1"
                + " WHERE bin = (SELECT max(bin) FROM red_fine_count)").update();
        assertThat(rollups.wrongCounts(DAY)).isOne();
    }

    @Test
    void aStepOfADayThatIsOverHasItsQuartersCounted() {
        history.append(IntStream.range(0, 24_000)
                .mapToObj(i -> new RedEvent(UUID.randomUUID(), "ann", 1 + i % 2,
                        Instant.parse("2026-03-01T12:00:00Z").plusMillis(i * 150L)))
                .toList());
        rollups.rebuild(DAY);
        rollups.countFinely(DAY);

        assertThat(rollups.wrongCounts(DAY)).isZero();
        assertThat(jdbc.sql("""
                SELECT to_char(first AT TIME ZONE 'UTC', 'MI:SS') || '-' || to_char(until AT TIME ZONE 'UTC', 'MI:SS ')
                       || counts::text
                FROM red_quarter ORDER BY first, until
                """).query(String.class).list()).containsExactly(
                "00:00-07:30 {1500,3000}", "00:00-15:00 {3000,6000}", "22:30-30:00 {1500,3000}",
                "30:00-37:30 {1500,3000}", "30:00-45:00 {3000,6000}", "52:30-00:00 {1500,3000}");
        jdbc.sql("UPDATE red_quarter SET counts[1] = 7 WHERE first < '2026-03-01T12:10:00Z' AND counts[1] = 3000")
                .update();
        assertThat(rollups.wrongCounts(DAY)).isOne();
    }

    @Test
    void aDayThatAnEarlierVersionCountedFinelyGetsItsQuarters() {
        jdbc.sql("INSERT INTO red_event SELECT '2026-03-01T02:00Z', gen_random_uuid(), 'many', i / 100000.0"
                + " FROM generate_series(1, 100000) i").update();
        rollups.rebuild(DAY);
        jdbc.sql("TRUNCATE red_quarter").update();
        jdbc.sql("UPDATE red_fine SET quartered = false").update();

        assertThat(rollups.wrongCounts(DAY)).isZero();
        assertThat(rollups.dayWorthFineBins(DAY.plusDays(2))).hasValue(DAY);
        rollups.countFinely(DAY);

        assertThat(rollups.dayWorthFineBins(DAY.plusDays(2))).isEmpty();
        assertThat(jdbc.sql("SELECT count(*) FROM red_quarter").query(Long.class).single()).isPositive();
    }

    @Test
    void aWrongValueOfABusyUserIsFound() {
        jdbc.sql("INSERT INTO red_event SELECT '2026-03-01T02:00Z', gen_random_uuid(), 'many', i / 100000.0"
                + " FROM generate_series(1, 100000) i").update();
        rollups.rebuild(DAY);
        assertThat(rollups.wrongCounts(DAY)).isZero();

        jdbc.sql("UPDATE red_user_values SET red_values[7] = 0 WHERE piece = 3").update();

        assertThat(rollups.wrongCounts(DAY)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "23999, 0", "24000, 1800", "144000, 300", "720000, 60", "1800000, 30", "43200000, 1",
            "2147483648, 1"})
    void stepsFollowTheTraffic(long eventsPerHour, int seconds) {
        assertThat(Stretches.stepFor(eventsPerHour).orElse(0)).isEqualTo(seconds);
    }

    @Test
    void theHourAfterNextIsCountedAsFinelyAsTheHourBeforeThisOneDeserved() {
        jdbc.sql("""
                INSERT INTO red_count (seconds, bits, bucket, bin, n)
                VALUES (3600, 2, '2026-03-05T09:00Z', 1, 300000), (3600, 2, '2026-03-05T09:00Z', 2, 60000)
                """).update();

        rollups.decideSteps(Instant.parse("2026-03-05T10:59:59Z"));
        rollups.decideSteps(Instant.parse("2026-03-05T11:00:00Z"));

        assertThat(jdbc.sql("SELECT to_char(hour AT TIME ZONE 'UTC', 'HH24') || ' ' || seconds FROM red_step")
                .query((row, number) -> row.getString(1)).list()).containsExactly("12 120");
    }

    private List<String> output(RollupCommand command, int exitCode) {
        var bytes = new ByteArrayOutputStream();
        assertThat(command.run(application, new PrintStream(bytes, true, UTF_8))).isEqualTo(exitCode);
        return bytes.toString(UTF_8).lines().toList();
    }
}
