package org.redstats.store.stats;

import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.redstats.store.rollup.Stretches;
import org.redstats.store.stats.Cover.Part;
import org.redstats.store.stats.Cover.Range;
import org.redstats.store.stats.Cover.Stretch;
import org.redstats.store.stats.Steps.Step;
import org.redstats.store.time.Micros;

import static org.assertj.core.api.Assertions.assertThat;

class CoverTests {

    private static final long HOUR = Micros.of(Stretches.HOUR);
    private static final long DAY = Micros.of(Stretches.DAY);
    private static final List<Step> KINDS = List.of(new Step(5, true), new Step(60, false), new Step(900, true),
            new Step(1800, false), new Step(1800, true));

    private final Random random = new Random(3);

    @Test
    void everyInstantOfARangeIsCountedOnceAndNoOther() {
        for (var i = 0; i < 3_000; i++) {
            var steps = steps();
            var range = range(instant(), instant());
            var single = Cover.of(range, steps);
            var middle = instant();
            var several = Cover.of(List.of(range(range.first(), middle), range(middle, range.until())), steps);

            instants(range, single).forEach(instant -> {
                var expected = has(range, instant) ? 1 : 0;
                assertThat(counted(single, instant)).as("%s of %s by %s", instant, range, steps).isEqualTo(expected);
                assertThat(lookedThroughByValue(single, instant) + sum(single.rest(), instant))
                        .as("by value: %s of %s by %s", instant, range, steps).isEqualTo(expected);
            });
            instants(range, several).filter(instant -> middle > range.first() && middle < range.until())
                    .forEach(instant -> assertThat(counted(several, instant)).isEqualTo(has(range, instant) ? 1 : 0));
            assertThat(several.quarters()).isEmpty();
        }
    }

    @Test
    void atMostHalfAQuarterOfAStepIsReadAtEachEnd() {
        for (var i = 0; i < 1_000; i++) {
            var range = range(instant(), instant());
            var hours = new HashMap<Long, Step>();
            LongStream.range(0, 72).forEach(hour -> hours.put(hour * HOUR, new Step(900, true)));

            var read = Cover.of(range, new Steps(hours)).rest().stream()
                    .mapToLong(part -> part.range().until() - part.range().first()).sum();

            assertThat(read).isLessThanOrEqualTo(Micros.of(900) / 4);
        }
    }

    private Steps steps() {
        var hours = new HashMap<Long, Step>();
        LongStream.range(0, 72).filter(hour -> random.nextInt(3) > 0)
                .forEach(hour -> hours.put(hour * HOUR, KINDS.get(random.nextInt(KINDS.size()))));
        return new Steps(hours);
    }

    // Of three days; often a border of something, or beside one.
    private long instant() {
        var anywhere = random.nextLong(3 * DAY);
        var unit = List.of(1L, HOUR / 16, HOUR, DAY).get(random.nextInt(4));
        return anywhere / unit * unit + random.nextInt(3) * random.nextLong(HOUR / 100);
    }

    private static Range range(long one, long other) {
        return new Range(Math.min(one, other), Math.max(one, other));
    }

    private LongStream instants(Range range, Cover cover) {
        var borders = Stream.of(Stream.of(range), cover.stretches().stream().map(Stretch::range),
                Stream.of(cover.quarters(), cover.hours(), cover.rest()).flatMap(List::stream).map(Part::range))
                .flatMap(ranges -> ranges).flatMapToLong(each -> LongStream.of(each.first(), each.until()));
        return LongStream.concat(borders.flatMap(border -> LongStream.of(border - 1, border)),
                LongStream.generate(this::instant).limit(20));
    }

    private static int counted(Cover cover, long instant) {
        var stretches = cover.stretches().stream().filter(stretch -> has(stretch.range(), instant)).count();
        return (int) stretches + sum(cover.quarters(), instant) + sum(cover.rest(), instant);
    }

    private static int lookedThroughByValue(Cover cover, long instant) {
        var days = cover.stretches().stream().filter(stretch -> stretch.seconds() == Stretches.DAY)
                .filter(stretch -> has(stretch.range(), instant)).count();
        return (int) days + sum(cover.hours(), instant);
    }

    private static int sum(List<Part> parts, long instant) {
        return parts.stream().filter(part -> has(part.range(), instant)).mapToInt(Part::sign).sum();
    }

    private static boolean has(Range range, long instant) {
        return instant >= range.first() && instant < range.until();
    }
}
