package org.redstats.demo.red.traffic;

import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of the pictures since the last report. */
final class Tally {

    private static final Logger log = LoggerFactory.getLogger(Traffic.class);

    private final LongAdder published = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private volatile @Nullable Exception lastFailure;

    void countPublished() {
        published.increment();
    }

    void countFailed(Exception failure) {
        failed.increment();
        lastFailure = failure;
    }

    void countSkipped() {
        skipped.increment();
    }

    void report() {
        var failures = failed.sumThenReset();
        log.info("Traffic since the last report: {} pictures published, {} failed, {} skipped because too many wait",
                published.sumThenReset(), failures, skipped.sumThenReset());
        if (failures > 0) {
            log.warn("The last picture that was not published", lastFailure);
        }
    }
}
