package org.redstats.store.stats;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.redstats.store.Http;
import org.redstats.store.StoreTest;
import org.redstats.store.rollup.Rollups;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.store.SampleEvents.deleteAll;

/** Whatever arrives, however often, from how many writers, in which order: answers are those of plain SQL. */
@StoreTest
class ExactCountsTests {

    private static final String BUSY = "busy";
    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");
    private static final List<Double> BORDERS = List.of(0.0, Double.MIN_VALUE, Double.MIN_NORMAL, 0.5, 0.75, 1.0,
            Math.nextDown(0.5), Math.nextUp(0.5), 0.5 + 1 / 16.0, 0.5 + 1 / 128.0, 0.5 + 1 / 2048.0,
            Math.nextDown(0.5 + 1 / 2048.0), 0.1, 255.0, 1e300, Double.MAX_VALUE);

    @LocalServerPort
    private int port;

    @Autowired
    private EventSink history;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Rollups rollups;

    private final Random random = new Random(7);

    @BeforeEach
    void startFromNothing() {
        deleteAll(jdbc);
    }

    @Test
    void randomWindowsAndThresholdsOverWhatSeveralWritersStored() {
        someHoursHaveSteps();
        var writers = IntStream.range(0, 4).mapToObj(writer -> batches()).toList();
        // Half of what each writes another writes as well, at the same time and in another order.
        var writing = IntStream.range(0, 4).mapToObj(i -> CompletableFuture.runAsync(() -> {
            writers.get(i).forEach(history::append);
            writers.get((i + 1) % 4).reversed().stream().limit(8).forEach(batch -> history.append(batch.reversed()));
        })).toArray(CompletableFuture[]::new);
        assertThat(CompletableFuture.allOf(writing)).succeedsWithin(Duration.ofSeconds(60));

        // Some days have fine counts, and of some of these they are out of date.
        rollups.days().stream().filter(day -> day.getDayOfMonth() % 2 == 1).forEach(rollups::countFinely);
        batches().stream().limit(2).forEach(history::append);
        aBusyUserHasSortedDays();

        assertThat(rollups.days()).isNotEmpty().allSatisfy(day -> assertThat(rollups.wrongCounts(day)).isZero());
        compareCounts();
        for (var i = 0; i < 60; i++) {
            compareSeries();
            compareHistogram();
            compareBusyUser();
        }
        rollups.countFinely(NOON.atOffset(ZoneOffset.UTC).toLocalDate());
        assertThat(jdbc.sql("SELECT count(*) FROM red_quarter").query(Long.class).single()).isPositive();
        compareCounts();
        for (var i = 0; i < 60; i++) {
            compareNearlyADay();
        }
        thereAreNoQuartersYet();
        for (var i = 0; i < 20; i++) {
            compareNearlyADay();
        }
    }

    // As an earlier version leaves it, which may still run.
    private void thereAreNoQuartersYet() {
        jdbc.sql("TRUNCATE red_quarter").update();
        jdbc.sql("UPDATE red_fine SET quartered = false").update();
    }

    // The day is counted whole, and its first quarters of a step are taken off.
    private void compareNearlyADay() {
        var midnight = NOON.truncatedTo(ChronoUnit.DAYS);
        compareCount(midnight.plusSeconds(random.nextInt(450)),
                midnight.plus(1, ChronoUnit.DAYS).plusSeconds(random.nextInt(100_000)), value(), null);
    }

    private void compareCounts() {
        for (var i = 0; i < 300; i++) {
            compareCount();
        }
    }

    @Test
    void eventsThatComeBesideAWindowWhileItIsCountedAreNotInIt() {
        someHoursHaveSteps();
        var step = NOON.plusSeconds(900);
        var window = "/stat?from=%s&to=%s&red_threshold=0.4".formatted(step.plusSeconds(400), step.plusSeconds(1300));
        history.append(Stream.generate(() -> new RedEvent(UUID.randomUUID(), "ann", 0.5, step.plusSeconds(600)))
                .limit(7).toList());
        var day = NOON.atOffset(ZoneOffset.UTC).toLocalDate();
        var coming = CompletableFuture.runAsync(() -> IntStream.range(0, 100).forEach(i -> {
            rollups.countFinely(day);
            history.append(List.of(new RedEvent(UUID.randomUUID(), "bob", 0.5, step.plusSeconds(i))));
        }));

        do {
            var answer = new Http(port).json(window);
            assertThat(List.of(answer.path("total").asInt(), answer.path("above").asInt())).containsExactly(7, 7);
        } while (!coming.isDone());

        assertThat(coming).isCompleted();
    }

    // One day has them, one has had an event since, one has too few events.
    private void aBusyUserHasSortedDays() {
        for (var day : List.of(1, 2, 3)) {
            var midnight = NOON.plus(day, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
            var many = Stream.generate(() -> new RedEvent(UUID.randomUUID(), BUSY, value(),
                    midnight.plusNanos(random.nextLong(Duration.ofDays(1).toNanos())))).limit(day == 3 ? 300 : 5300);
            history.append(many.toList());
            rollups.countFinely(midnight.atOffset(ZoneOffset.UTC).toLocalDate());
        }
        assertThat(jdbc.sql("SELECT count(DISTINCT day) FROM red_user_values").query(Long.class).single()).isEqualTo(2);
        history.append(List.of(new RedEvent(UUID.randomUUID(), BUSY, 0.5, NOON.plus(2, ChronoUnit.DAYS))));
    }

    private void compareBusyUser() {
        var from = NOON.plusSeconds(random.nextInt(86_400));
        var to = from.plus(random.nextInt(5), ChronoUnit.DAYS).plusSeconds(random.nextInt(3600));
        compareCount(from, to, value(), BUSY);
        compareSeries(from, to, List.of("PT7H", "P1D", "P1M").get(random.nextInt(3)), "&user_id=" + BUSY, BUSY);
        compareHistogram(from, to, "&user_id=" + BUSY, BUSY);
    }

    private void someHoursHaveSteps() {
        Stream.of(-30, -12, -2, -1, 0, 1).forEach(hour -> jdbc.sql("INSERT INTO red_step (hour, seconds) VALUES (?, ?)")
                .param(NOON.plus(hour, ChronoUnit.HOURS).atOffset(ZoneOffset.UTC))
                .param(List.of(900, 60, 5).get(Math.floorMod(hour, 3)))
                .update());
    }

    private List<List<RedEvent>> batches() {
        return IntStream.range(0, 16)
                .mapToObj(batch -> Stream.generate(() -> new RedEvent(UUID.randomUUID(), "user-" + random.nextInt(5),
                        value(), when())).limit(1 + random.nextInt(300)).toList())
                .toList();
    }

    private double value() {
        return switch (random.nextInt(4)) {
            case 0 -> BORDERS.get(random.nextInt(BORDERS.size()));
            case 1 -> random.nextInt(256) / 255.0;
            case 2 -> Double.longBitsToDouble(random.nextLong(Double.doubleToLongBits(Double.MAX_VALUE)));
            default -> random.nextDouble();
        };
    }

    private Instant when() {
        var when = NOON.plusSeconds(Math.round(random.nextGaussian() * Math.pow(10, 2 + random.nextInt(5))));
        return switch (random.nextInt(6)) {
            case 0 -> when.truncatedTo(ChronoUnit.HOURS);
            case 1 -> when.truncatedTo(ChronoUnit.DAYS);
            case 2 -> when.truncatedTo(ChronoUnit.HOURS).minus(1, ChronoUnit.MICROS);
            case 3 -> when.minus(Duration.ofDays(random.nextInt(20_000)));
            default -> when.plusNanos(random.nextLong(1_000_000_000));
        };
    }

    private void compareCount() {
        var from = when();
        var to = later(from);
        var threshold = value();
        compareCount(from, to, threshold, random.nextInt(5) == 0 ? "user-" + random.nextInt(6) : null);
    }

    private void compareCount(Instant from, Instant to, double threshold, @Nullable String user) {
        var answer = new Http(port).json("/stat?from=" + from + "&to=" + to + "&red_threshold=" + threshold
                + (user == null ? "" : "&user_id=" + user));

        assertThat(List.of(answer.path("total").asLong(), answer.path("above").asLong()))
                .as("from %s to %s above %s of %s", from, to, threshold, user)
                .isEqualTo(counted(from, to, threshold, user == null ? "%" : user));
    }

    private Instant later(Instant from) {
        var other = when();
        return other.isBefore(from) ? from.plus(Duration.between(other, from)) : other;
    }

    private List<Long> counted(Instant from, Instant to, double threshold, String users) {
        return jdbc.sql("""
                SELECT count(*), count(*) FILTER (WHERE red_value > :threshold) FROM red_event
                WHERE occurred_at >= :from AND occurred_at < :to AND user_id LIKE :users
                """)
                .param("threshold", threshold)
                .param("from", ceiling(from).atOffset(ZoneOffset.UTC))
                .param("to", ceiling(to).atOffset(ZoneOffset.UTC))
                .param("users", users)
                .query((row, number) -> List.of(row.getLong(1), row.getLong(2)))
                .single();
    }

    private static Instant ceiling(Instant instant) {
        var micros = instant.truncatedTo(ChronoUnit.MICROS);
        return micros.equals(instant) ? micros : micros.plus(1, ChronoUnit.MICROS);
    }

    private void compareSeries() {
        var step = List.of("PT1S", "PT7S", "PT1M", "PT5M", "PT7M", "PT1H", "PT100M", "P1D", "P1W", "P1M", "P1Y")
                .get(random.nextInt(11));
        var from = when();
        var points = 1 + random.nextInt(40);
        var length = step.startsWith("PT") ? Duration.parse(step) : Duration.ofDays(30);
        compareSeries(from, from.plus(length.multipliedBy(points)).plusSeconds(random.nextInt(5000)), step, "", "%");
    }

    private void compareSeries(Instant from, Instant to, String step, String user, String users) {
        var threshold = value();
        var answer = new Http(port).json("/stat/series?from=" + from + "&to=" + to + "&red_threshold=" + threshold
                + "&step=" + step + user).path("points");

        var expected = new ArrayList<List<Long>>();
        var actual = new ArrayList<List<Long>>();
        for (var i = 0; i < answer.size(); i++) {
            var point = answer.get(i);
            var start = Instant.parse(point.path("from").asString());
            var end = i + 1 < answer.size() ? Instant.parse(answer.get(i + 1).path("from").asString()) : to;
            expected.add(counted(start.isBefore(from) ? from : start, end, threshold, users));
            actual.add(List.of(point.path("total").asLong(), point.path("above").asLong()));
        }
        assertThat(actual).as("from %s to %s above %s by %s", from, to, threshold, step).isNotEmpty()
                .isEqualTo(expected);
    }

    private void compareHistogram() {
        var from = when();
        if (random.nextInt(3) == 0) {
            compareHistogram(from, later(from), "&user_id=user-1", "user-1");
        } else {
            compareHistogram(from, later(from), "", "%");
        }
    }

    private void compareHistogram(Instant from, Instant to, String user, String users) {
        var answer = new Http(port).json("/stat/histogram?from=" + from + "&to=" + to + "&buckets="
                + (1 + random.nextInt(200)) + user).path("buckets");

        var actual = new ArrayList<Long>();
        var expected = new ArrayList<Long>();
        for (var i = 0; i < answer.size(); i++) {
            var bucket = answer.get(i);
            actual.add(bucket.path("count").asLong());
            expected.add(jdbc.sql("""
                    SELECT count(*) FROM red_event
                    WHERE occurred_at >= :from AND occurred_at < :to AND user_id LIKE :users
                          AND red_value >= :least AND (red_value < :end OR :last AND red_value = :end)
                    """)
                    .param("from", ceiling(from).atOffset(ZoneOffset.UTC))
                    .param("to", ceiling(to).atOffset(ZoneOffset.UTC))
                    .param("users", users)
                    .param("least", bucket.path("from_value").asDouble())
                    .param("end", bucket.path("to_value").asDouble())
                    .param("last", i == answer.size() - 1)
                    .query(Long.class).single());
        }
        assertThat(actual).as("from %s to %s", from, to).isNotEmpty().isEqualTo(expected);
        assertThat(actual.stream().mapToLong(Long::longValue).sum()).isEqualTo(counted(from, to, 0, users).getFirst());
    }
}
