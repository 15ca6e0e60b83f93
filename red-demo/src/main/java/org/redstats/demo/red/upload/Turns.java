package org.redstats.demo.red.upload;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets a few at a time, the others wait their turn. The work runs on threads of its own, as many as there are turns.
 */
final class Turns {

    private final Semaphore turns;
    private final Duration patience;
    private final ExecutorService workers;

    Turns(int atOnce, Duration patience) {
        turns = new Semaphore(atOnce, true);
        this.patience = patience;
        workers = Executors.newFixedThreadPool(atOnce, Thread.ofPlatform().name("decode-", 0).daemon().factory());
    }

    /** The turn did not come in time. */
    static final class Busy extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** @throws Busy when the turn does not come in time */
    <T> T take(Supplier<T> work) {
        await();
        try {
            return CompletableFuture.supplyAsync(work, workers).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        } finally {
            turns.release();
        }
    }

    private void await() {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
    }
}
