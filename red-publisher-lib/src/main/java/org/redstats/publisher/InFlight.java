package org.redstats.publisher;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;
import org.redstats.publisher.Delivery.Settlement;
import org.redstats.publisher.RedPublishException.Reason;

/** Bounds what is in flight: how many events, and how long the broker may take for each. */
final class InFlight {

    private final int max;
    private final Duration patience;
    private final Outcomes outcomes;
    private final Semaphore room;
    private final ScheduledThreadPoolExecutor expiry;

    /** @param patience how long an event may wait for room */
    InFlight(int max, Duration patience, Outcomes outcomes) {
        this.max = max;
        this.patience = patience;
        this.outcomes = outcomes;
        room = new Semaphore(max, true); // fair, so that close() gets its turn among busy publishers
        expiry = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("red-publisher-expiry").daemon().factory());
        expiry.setRemoveOnCancelPolicy(true);
    }

    /**
     * Waits for room; who got it gives it back with {@link #finish}.
     *
     * @throws RedPublishException when there is none, or no more events are admitted
     */
    void admit(RedEvent event) {
        awaitRoom(event);
        if (expiry.isShutdown()) {
            room.release();
            throw rejection(closed(event));
        }
    }

    private void awaitRoom(RedEvent event) {
        try {
            if (!room.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw rejection(new RedPublishException(event, Reason.OVERLOADED,
                        "found no room, " + max + " are in flight", null));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw rejection(new RedPublishException(event, Reason.INTERRUPTED,
                    "was interrupted while it waited for room", e));
        }
    }

    private RedPublishException rejection(RedPublishException rejection) {
        outcomes.countFailed(rejection);
        return rejection;
    }

    private static RedPublishException closed(RedEvent event) {
        return new RedPublishException(event, Reason.CLOSED, "came after the publisher was closed", null);
    }

    /**
     * An attempt that is settled when the broker answers, and at the latest at the deadline.
     *
     * @param deadline by {@link System#nanoTime}
     * @throws RedPublishException when no more are admitted; then it is not settled
     */
    Delivery attempt(RedEvent event, long deadline, Settlement settlement) {
        var delivery = new Delivery(event, settlement);
        try {
            delivery.endsBy(expiry.schedule(delivery::expire, deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
            return delivery;
        } catch (RejectedExecutionException e) {
            throw closed(event);
        }
    }

    /** Gives the room of an event back, counts what became of it and lets the caller know. */
    void finish(RedEvent event, CompletableFuture<RedEvent> outcome, @Nullable RedPublishException failure) {
        room.release();
        if (failure != null) {
            outcomes.countFailed(failure);
        }
        // A thread of its own, since what hangs on the outcome may block, even on the next publish: neither the
        // connection's reader nor a neighbour's outcome waits for it.
        Thread.startVirtualThread(() -> {
            if (failure == null) {
                outcome.complete(event);
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    int size() {
        return max - room.availablePermits();
    }

    /** Admits no more and returns when all is settled, or the time is over. */
    void drain(Duration longest) throws InterruptedException {
        expiry.shutdown(); // what is scheduled still happens
        if (room.tryAcquire(max, longest.toNanos(), TimeUnit.NANOSECONDS)) {
            room.release(max);
        }
    }
}
