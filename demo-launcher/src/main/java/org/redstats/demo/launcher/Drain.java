package org.redstats.demo.launcher;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.redstats.embedded.EmbeddedBroker;

/** At the end, gives the readers the time to finish what is queued: the embedded broker forgets it. */
final class Drain {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final EmbeddedBroker broker;
    private final Console console;

    Drain(EmbeddedBroker broker, Console console) {
        this.broker = broker;
        this.console = console;
    }

    void await() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long waiting = waiting();
        while (waiting > 0 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
            waiting = waiting();
        }
        if (waiting > 0) {
            console.say(waiting + " events were still queued and are lost");
        }
    }

    private long waiting() {
        return broker.waiting("red.store") + broker.waiting("red.subscribe");
    }
}
