package org.redstats.testing;

import java.time.Duration;

/** One direction of a {@link Line}, for all its connections together. */
final class Lane {

    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int PORTIONS_A_SECOND = 50;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private boolean losing;
    private boolean holding;
    private long bytesPerSecond = UNLIMITED;
    private long delay;
    private long free = System.nanoTime(); // from when on there is room for more bytes
    private long carried;

    synchronized void lose() {
        losing = true;
        notifyAll();
    }

    synchronized void hold() {
        holding = true;
    }

    synchronized void delay(Duration time) {
        delay = time.toNanos();
    }

    synchronized void limit(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a limit must be more than 0 bytes a second, was " + bytes);
        }
        bytesPerSecond = bytes;
        free = System.nanoTime();
    }

    synchronized void heal() {
        losing = false;
        holding = false;
        bytesPerSecond = UNLIMITED;
        delay = 0;
        notifyAll();
    }

    synchronized long carried() {
        return carried;
    }

    /** How many bytes go at once, so that a narrow lane trickles rather than gushes. */
    synchronized int portion(int most) {
        return Math.clamp(bytesPerSecond / PORTIONS_A_SECOND, 1, most);
    }

    /**
     * Returns when so many bytes are through, and whether they are; a lane that is healed meanwhile lets all go at once.
     */
    synchronized boolean carries(int bytes) throws InterruptedException {
        while (holding && !losing) {
            wait();
        }
        if (losing) {
            return false;
        }
        long now = System.nanoTime();
        long arrival = now + delay;
        if (bytesPerSecond != UNLIMITED) {
            free = Math.max(free, now) + bytes * SECOND / bytesPerSecond;
            arrival = free + delay;
        }
        while (isSlow() && !losing && System.nanoTime() - arrival < 0) {
            wait(Duration.ofNanos(arrival - System.nanoTime()).toMillis() + 1);
        }
        carried += losing ? 0 : bytes;
        return !losing;
    }

    private boolean isSlow() {
        return delay > 0 || bytesPerSecond != UNLIMITED;
    }

    /** Returns when the end of a connection can be heard at the other side. */
    synchronized void carriesEnd() throws InterruptedException {
        while (losing || holding) {
            wait();
        }
    }
}
