package org.redstats.bench.count;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * How many events are in a window, and how many of them are redder than a threshold?
 *
 * @param from first instant of the window, of whole microseconds like {@code to}
 * @param to first instant after it
 * @param user only this one's events; null for all
 */
record Question(Instant from, Instant to, double threshold, @Nullable String user) {

    /** The right answer is the same whoever gives it. */
    record Answer(long total, long above) {}

    /**
     * Windows with both ends anywhere in the history, and thresholds anywhere among the values.
     *
     * @param seed the same one gives the same questions
     */
    static List<Question> random(long seed, int count, Instant start, Duration length, @Nullable String user) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Question> questions = new ArrayList<>();
        while (questions.size() < count) {
            Instant one = instant(random, start, length);
            Instant other = instant(random, start, length);
            if (!one.equals(other)) {
                questions.add(new Question(one.isBefore(other) ? one : other, one.isBefore(other) ? other : one,
                        random.nextDouble(), user));
            }
        }
        return questions;
    }

    private static Instant instant(SplittableRandom random, Instant start, Duration length) {
        return start.plus(random.nextLong(length.toMillis() * 1_000), ChronoUnit.MICROS);
    }

    long fromMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, from);
    }

    long toMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, to);
    }
}
