package org.redstats.publisher;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.redstats.publisher.RedPublishException.Reason;

import static java.util.Objects.requireNonNull;

/** How many events ended which way. */
final class Outcomes {

    private final LongAdder published = new LongAdder();
    private final Map<Reason, LongAdder> failed = Arrays.stream(Reason.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), reason -> new LongAdder()));

    void countPublished() {
        published.increment();
    }

    void countFailed(RedPublishException failure) {
        failedFor(failure.reason()).increment();
    }

    long published() {
        return published.sum();
    }

    long failed(Reason reason) {
        return failedFor(reason).sum();
    }

    private LongAdder failedFor(Reason reason) {
        return requireNonNull(failed.get(reason));
    }
}
