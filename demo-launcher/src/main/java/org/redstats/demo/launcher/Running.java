package org.redstats.demo.launcher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/** What runs, in the order of its start; it stops in reverse, also when the end comes in the middle of the start. */
final class Running {
    private final Deque<Stop> parts = new ArrayDeque<>();
    private final Console console;
    private volatile boolean ending;

    /** How a part is stopped. */
    interface StopOf<T> {
        void of(T part) throws Exception;
    }

    private interface Stop {
        void run() throws Exception;
    }

    Running(Console console) {
        this.console = console;
    }

    /** Starts a part, unless the end has begun; the end waits for a start that has begun. */
    synchronized <T> T start(Callable<T> start, StopOf<T> stop) throws Exception {
        if (ending) {
            throw new InterruptedException("the demo ends");
        }
        T part = start.call();
        parts.push(() -> stop.of(part));
        return part;
    }

    boolean isEnding() {
        return ending;
    }

    void stopAll() {
        ending = true;
        stopParts();
    }

    private synchronized void stopParts() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().run();
            } catch (Exception e) {
                console.say("a part did not stop in order: " + e);
            }
        }
    }
}
