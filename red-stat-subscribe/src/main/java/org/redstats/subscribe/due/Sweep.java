package org.redstats.subscribe.due;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Goes once through the log, from its newest row to the oldest that any of the subscriptions was not told of, and gathers
 * for all of them: n rows and m subscriptions cost (n + m) log m, however their thresholds and watermarks lie. A
 * subscription is finished as soon as the rows are older than its watermark.
 *
 * <p>The thresholds of those that look at everybody's images are sorted, and a match concerns all below its value, which
 * is a range: trees of partial sums count it, and find first and last, at one place instead of many.
 */
final class Sweep {

    private final double[] thresholds;
    private final long[] counts;
    private final @Nullable Instant[] firsts;
    private final @Nullable Instant[] lasts;
    private final Reddest reddest = new Reddest();
    private final List<Claimed> unfinished;
    private int next;
    private final Map<String, List<OfUser>> ofUsers = new HashMap<>();
    private final List<Gathered> gathered = new ArrayList<>();

    Sweep(List<Claimed> subscriptions) {
        unfinished = subscriptions.stream().filter(claimed -> claimed.userId() == null)
                .sorted(Comparator.comparingLong(Claimed::watermark).reversed()).toList();
        thresholds = unfinished.stream().mapToDouble(Claimed::redThreshold).sorted().toArray();
        counts = new long[thresholds.length + 1];
        firsts = new Instant[thresholds.length + 1];
        lasts = new Instant[thresholds.length + 1];
        subscriptions.stream().filter(claimed -> claimed.userId() != null).forEach(claimed -> ofUsers
                .computeIfAbsent(String.valueOf(claimed.userId()), user -> new ArrayList<>()).add(new OfUser(claimed)));
    }

    /** Rows must come in the order of falling transaction ids. */
    void add(Match match) {
        finishDownTo(match.xid());
        var below = below(match.redValue());
        // Place p of a tree stands for the thresholds up to the p-th: everything that asks for a lower one sees it.
        for (var place = below; place > 0; place -= place & -place) {
            counts[place]++;
            firsts[place] = earlier(firsts[place], match.occurredAt());
            lasts[place] = later(lasts[place], match.occurredAt());
        }
        reddest.add(match);
        ofUsers.getOrDefault(match.userId(), List.of()).forEach(subscription -> subscription.add(match));
    }

    /** What each subscription was not told of, in any order. */
    List<Gathered> finish() {
        finishDownTo(Long.MIN_VALUE);
        ofUsers.values().forEach(some -> some.forEach(subscription -> gathered.add(subscription.gathered())));
        return gathered;
    }

    private void finishDownTo(long xid) {
        while (next < unfinished.size() && unfinished.get(next).watermark() > xid) {
            gathered.add(gather(unfinished.get(next++)));
        }
    }

    private Gathered gather(Claimed subscription) {
        var events = 0L;
        @Nullable
        Instant first = null;
        @Nullable
        Instant last = null;
        for (var place = below(subscription.redThreshold()) + 1; place < counts.length; place += place & -place) {
            events += counts[place];
            first = earlier(first, firsts[place]);
            last = later(last, lasts[place]);
        }
        return new Gathered(subscription, events, first, last, reddest.above(subscription.redThreshold()));
    }

    /** How many thresholds are below a value. */
    private int below(double value) {
        var place = Arrays.binarySearch(thresholds, value);
        if (place < 0) {
            return -place - 1;
        }
        while (place > 0 && thresholds[place - 1] == value) {
            place--;
        }
        return place;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isBefore(one)) ? other : one;
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    /** One that looks at the images of one user, of which there are few. */
    private static final class OfUser {

        private final Claimed claimed;
        private final Reddest reddest = new Reddest();
        private long events;
        private @Nullable Instant first;
        private @Nullable Instant last;

        OfUser(Claimed claimed) {
            this.claimed = claimed;
        }

        void add(Match match) {
            if (match.xid() >= claimed.watermark() && match.redValue() > claimed.redThreshold()) {
                events++;
                first = earlier(first, match.occurredAt());
                last = later(last, match.occurredAt());
                reddest.add(match);
            }
        }

        Gathered gathered() {
            return new Gathered(claimed, events, first, last, reddest.above(claimed.redThreshold()));
        }
    }
}
