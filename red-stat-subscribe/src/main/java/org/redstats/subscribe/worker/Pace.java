package org.redstats.subscribe.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.springframework.stereotype.Component;

/**
 * Lets the intake go first: while its queue is behind, everything else takes a rest after each step. What waits in the
 * queue is late already, and gathers into fewer alerts when it is taken quickly; the rest is short, so alerts go on.
 */
@Component
public class Pace {

    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration BEHIND_FOR = Duration.ofMillis(500);

    private volatile long behindUntil = System.nanoTime();

    /** The intake has taken as much at once as it may, so there is more. */
    public void intakeIsBehind() {
        behindUntil = System.nanoTime() + BEHIND_FOR.toNanos();
    }

    private Duration rest() {
        return System.nanoTime() - behindUntil < 0 ? REST : Duration.ZERO;
    }

    /** Rests between two parts of a step that is long. */
    public void takeARest() {
        LockSupport.parkNanos(rest().toNanos());
    }

    /** The same step at the pace of the moment. */
    public WorkerLoop.Step of(WorkerLoop.Step step) {
        return new WorkerLoop.Step() {

            @Override
            public boolean work(BooleanSupplier stopping) {
                return step.work(stopping);
            }

            @Override
            public Duration rest() {
                return Pace.this.rest();
            }

            @Override
            public void end() {
                step.end();
            }
        };
    }
}
