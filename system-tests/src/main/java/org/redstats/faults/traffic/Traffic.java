package org.redstats.faults.traffic;

import java.util.concurrent.TimeUnit;

/** Measures images at a steady rate and hands them to RED, whatever happens to anybody. */
public final class Traffic implements AutoCloseable {

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Red red;
    private final Sent sent;
    private final Thread thread;
    private volatile double rate;
    private volatile boolean stopped;

    /**
     * Starts with its first event.
     *
     * @param rate events a second
     */
    public Traffic(Red red, Sent sent, double rate) {
        this.red = red;
        this.sent = sent;
        this.rate = rate;
        red.take(sent.add());
        thread = Thread.ofPlatform().name("traffic").daemon().start(this::run);
    }

    public Sent sent() {
        return sent;
    }

    /** Goes on at another rate. */
    public void rate(double perSecond) {
        rate = perSecond;
    }

    private void run() {
        var due = 0.0;
        var last = System.nanoTime();
        while (!stopped) {
            try {
                TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
            } catch (InterruptedException e) {
                return;
            }
            var now = System.nanoTime();
            // After a pause of this machine nobody catches up: the rate is that of a camera, not of a file.
            due = Math.min(due + (now - last) * rate / 1e9, Math.max(1, rate));
            last = now;
            for (; due >= 1; due--) {
                red.take(sent.add());
            }
        }
    }

    /** No more events from here on. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
