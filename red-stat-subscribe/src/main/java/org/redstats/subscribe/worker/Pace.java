package org.redstats.subscribe.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.springframework.stereotype.Component;

/**
 * Lets others go first. The intake, while its queue is behind: everything else takes a rest after each step. What waits in
 * the queue is late already, and gathers into fewer alerts when it is taken quickly; the rest is short, so alerts go on.
 * And requests, since somebody waits for the answer: nothing else begins meanwhile, for half of the time at most.
 */
@Component
public class Pace {

    private static final Duration REST = Duration.ofSeconds(1);
    private static final Duration BEHIND_FOR = Duration.ofMillis(500);
    private static final long LONGEST_WAY_NANOS = Duration.ofMillis(50).toNanos();

    private volatile long behindUntil = System.nanoTime();
    private volatile long noWayUntil = System.nanoTime();
    private volatile int requests;

    /** The intake has taken as much at once as it may, so there is more. */
    public void intakeIsBehind() {
        behindUntil = System.nanoTime() + BEHIND_FOR.toNanos();
    }

    public synchronized void requestBegins() {
        requests++;
    }

    public synchronized void requestEnds() {
        requests--;
        if (requests == 0) {
            notifyAll();
        }
    }

    /** Waits for the end of the requests under way, not for long; then not again until as much time has passed. */
    public void giveWay() {
        if (requests > 0 && System.nanoTime() - noWayUntil >= 0) {
            try {
                awaitRequests();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void awaitRequests() throws InterruptedException {
        var start = System.nanoTime();
        var left = LONGEST_WAY_NANOS;
        while (requests > 0 && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = start + LONGEST_WAY_NANOS - System.nanoTime();
        }
        var now = System.nanoTime();
        noWayUntil = now + (now - start);
    }

    private Duration rest() {
        return System.nanoTime() - behindUntil < 0 ? REST : Duration.ZERO;
    }

    /** Rests between two parts of a step that is long. */
    public void takeARest() {
        LockSupport.parkNanos(rest().toNanos());
        giveWay();
    }

    /** The same step at the pace of the moment. */
    public WorkerLoop.Step of(WorkerLoop.Step step) {
        return new WorkerLoop.Step() {

            @Override
            public boolean work(BooleanSupplier stopping) {
                giveWay();
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
