package org.redstats.subscribe.due;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

import static org.assertj.core.api.Assertions.assertThat;

class SweepTests {

    @RepeatedTest(50)
    void findsWhatLookingAtEachPairFinds(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var matches = IntStream.range(0, random.nextInt(60)).mapToObj(i -> match(random, i))
                .sorted(Comparator.comparingLong(Match::xid).reversed()).toList();
        var subscriptions = IntStream.range(0, 1 + random.nextInt(40)).mapToObj(i -> claimed(random, i)).toList();

        var sweep = new Sweep(subscriptions);
        matches.forEach(sweep::add);
        var gathered = sweep.finish();

        assertThat(gathered).extracting(Gathered::subscription).containsExactlyInAnyOrderElementsOf(subscriptions);
        gathered.forEach(found -> assertThat(found).isEqualTo(byLookingAtAll(found.subscription(), matches)));
    }

    private static Gathered byLookingAtAll(Claimed subscription, List<Match> matches) {
        Predicate<Match> concerns = match -> match.xid() >= subscription.watermark()
                && match.redValue() > subscription.redThreshold()
                && (subscription.userId() == null || match.userId().equals(subscription.userId()));
        var told = matches.stream().filter(concerns).toList();
        return new Gathered(subscription, told.size(),
                told.stream().map(Match::occurredAt).min(Comparator.naturalOrder()).orElse(null),
                told.stream().map(Match::occurredAt).max(Comparator.naturalOrder()).orElse(null),
                told.stream().sorted(Match.REDDEST_FIRST).limit(5).toList());
    }

    private static Match match(Random random, int i) {
        return new Match(random.nextInt(10), "event " + i, "user " + random.nextInt(3), random.nextInt(8) / 8.0,
                Instant.ofEpochSecond(random.nextInt(100)));
    }

    private static Claimed claimed(Random random, int i) {
        @Nullable
        String user = random.nextBoolean() ? "user " + random.nextInt(4) : null;
        return new Claimed("subscription " + i, random.nextInt(8) / 8.0, user, null, "example.org",
                random.nextInt(12), 0);
    }
}
