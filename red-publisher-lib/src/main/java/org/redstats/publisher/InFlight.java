package org.redstats.publisher;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublishException.Reason;

/** Bounds what is in flight: how many events, and how long each may take from the call until it is settled. */
final class InFlight {

    private final int max;
    private final Duration timeout;
    private final Outcomes outcomes;
    private final Semaphore room;
    private final ScheduledThreadPoolExecutor expiry;

    InFlight(int max, Duration timeout, Outcomes outcomes) {
        this.max = max;
        this.timeout = timeout;
        this.outcomes = outcomes;
        room = new Semaphore(max, true); // fair, so that close() gets its turn among busy publishers
        expiry = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().name("red-publisher-expiry").daemon().factory());
        expiry.setRemoveOnCancelPolicy(true);
    }

    /**
     * Waits for room, as long as the event's time allows.
     *
     * @throws RedPublishException when there is none, or no more events are admitted
     */
    Delivery admit(RedEvent event) {
        var deadline = System.nanoTime() + timeout.toNanos();
        awaitRoom(event);
        var delivery = new Delivery(event, this::settled);
        try {
            delivery.endsBy(expiry.schedule(delivery::expire, deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
            return delivery;
        } catch (RejectedExecutionException e) {
            room.release();
            throw rejection(event, Reason.CLOSED, "came after the publisher was closed", null);
        }
    }

    private void awaitRoom(RedEvent event) {
        try {
            if (!room.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                throw rejection(event, Reason.OVERLOADED, "found no room, " + max + " are in flight", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw rejection(event, Reason.INTERRUPTED, "was interrupted while it waited for room", e);
        }
    }

    private RedPublishException rejection(RedEvent event, Reason reason, String detail, @Nullable Throwable cause) {
        var rejection = new RedPublishException(event, reason, detail, cause);
        outcomes.count(rejection);
        return rejection;
    }

    private void settled(Delivery delivery, @Nullable RedPublishException failure) {
        delivery.stopClock();
        room.release();
        outcomes.count(failure);
        // A thread of its own, since what hangs on the outcome may block, even on the next publish: neither the
        // connection's reader nor a neighbour's outcome waits for it.
        Thread.startVirtualThread(() -> {
            if (failure == null) {
                delivery.outcome().complete(delivery.event());
            } else {
                delivery.outcome().completeExceptionally(failure);
            }
        });
    }

    int size() {
        return max - room.availablePermits();
    }

    /** Admits no more and returns when all is settled, which takes no longer than an event may take. */
    void drain() throws InterruptedException {
        expiry.shutdown(); // what is scheduled still happens
        if (room.tryAcquire(max, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            room.release(max);
        }
    }
}
