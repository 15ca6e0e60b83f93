package org.redstats.subscribe.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Repeats steps, each on a thread of its own: again at once while there is work, after a pause when there is none, after
 * growing pauses while it fails. Stopping lets the steps under way end.
 */
public final class WorkerLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WorkerLoop.class);
    private static final Duration FIRST_PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);
    private static final Duration PATIENCE_AT_STOP = Duration.ofSeconds(25);

    private final String name;
    private final Duration pause;
    private final List<Step> steps;
    private CountDownLatch stopping = new CountDownLatch(0);
    private List<Thread> threads = List.of();

    /** One piece of work. */
    @FunctionalInterface
    public interface Step {

        /**
         * @param stopping says that the service stops and a long step should come to an end
         * @return whether there was work, so that there may be more
         */
        boolean work(BooleanSupplier stopping);

        /** How long to wait although there may be more work. */
        default Duration rest() {
            return Duration.ZERO;
        }

        /** Ends what the step left under way when it returned; called once after the last. */
        default void end() {}
    }

    /**
     * @param name of the steps, for the log: what failed when one fails
     * @param pause before the next try when a step found no work
     */
    public WorkerLoop(String name, Duration pause, List<? extends Step> steps) {
        this.name = name;
        this.pause = pause;
        this.steps = List.copyOf(steps);
    }

    /** Repeats one step. */
    public static WorkerLoop of(String name, Duration pause, Step step) {
        return new WorkerLoop(name, pause, List.of(step));
    }

    @Override
    public synchronized void start() {
        var latch = new CountDownLatch(1);
        stopping = latch;
        threads = steps.stream()
                .map(step -> Thread.ofPlatform().daemon().name(name).start(() -> run(step, latch))).toList();
    }

    private void run(Step step, CountDownLatch latch) {
        var afterFailure = FIRST_PAUSE_AFTER_FAILURE;
        var next = Duration.ZERO;
        while (!stopped(latch, next)) {
            try {
                next = step.work(() -> latch.getCount() == 0) ? step.rest() : pause;
                afterFailure = FIRST_PAUSE_AFTER_FAILURE;
            } catch (RuntimeException e) {
                next = afterFailure;
                complain(e, next, afterFailure.equals(FIRST_PAUSE_AFTER_FAILURE));
                afterFailure = longer(afterFailure);
            }
        }
        step.end();
    }

    private void complain(RuntimeException e, Duration pause, boolean first) {
        if (first) {
            log.warn("Failed to {}; next try in {} ms", name, pause.toMillis(), e);
        } else {
            log.warn("Failed to {} again ({}); next try in {} ms", name,
                    NestedExceptionUtils.getMostSpecificCause(e), pause.toMillis());
        }
    }

    private static boolean stopped(CountDownLatch latch, Duration pause) {
        try {
            return latch.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE_AFTER_FAILURE) < 0 ? doubled : LONGEST_PAUSE_AFTER_FAILURE;
    }

    @Override
    public synchronized void stop() {
        stopping.countDown();
        var end = System.nanoTime() + PATIENCE_AT_STOP.toNanos();
        for (var thread : threads) {
            try {
                if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    log.warn("Did not wait any longer for the end of: {}", name);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        threads = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !threads.isEmpty();
    }
}
