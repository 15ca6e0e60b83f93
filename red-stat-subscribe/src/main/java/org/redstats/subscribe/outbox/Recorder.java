package org.redstats.subscribe.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Records outcomes as they come, all that came while the last statement ran in the next one: at once when little happens,
 * in large groups when much does. A crash repeats what it had not recorded, the mails of some milliseconds.
 */
@Component
public class Recorder implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Recorder.class);
    private static final int AT_ONCE = 500;
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;

    private final Outbox outbox;
    private final AddressHealth health;
    private final TransactionOperations transactions;
    private final BlockingQueue<Outcome> waiting = new ArrayBlockingQueue<>(AT_ONCE);
    private volatile CountDownLatch stopping = new CountDownLatch(0);
    private Thread thread = Thread.ofPlatform().unstarted(() -> {});

    Recorder(Outbox outbox, AddressHealth health, TransactionOperations transactions) {
        this.outbox = outbox;
        this.health = health;
        this.transactions = transactions;
    }

    /** Sees to it that the outcome is recorded soon; waits when too many are not recorded yet. */
    public void record(Outcome outcome) {
        try {
            while (isRunning()) {
                if (waiting.offer(outcome, 1, TimeUnit.SECONDS)) {
                    return;
                }
            }
            write(List.of(outcome));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var group = new ArrayList<Outcome>(AT_ONCE);
        try {
            while (isRunning() || !waiting.isEmpty()) {
                var first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    waiting.drainTo(group, AT_ONCE - 1);
                    writeUntilDone(group);
                    group.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeUntilDone(List<Outcome> group) throws InterruptedException {
        while (!isWritten(group)) {
            if (stopping.await(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    private boolean isWritten(List<Outcome> group) {
        try {
            write(group);
            return true;
        } catch (RuntimeException e) {
            log.warn("Could not record what became of {} alerts; {}", group.size(), isRunning()
                    ? "trying again until it works" : "they are handed over again after the lease", e);
            return false;
        }
    }

    private void write(List<Outcome> group) {
        transactions.executeWithoutResult(status -> {
            outbox.record(group);
            health.learn(group);
        });
    }

    @Override
    public synchronized void start() {
        stopping = new CountDownLatch(1);
        thread = Thread.ofPlatform().daemon().name("record outcomes").start(this::run);
    }

    @Override
    public synchronized void stop() {
        stopping.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return stopping.getCount() > 0;
    }

    /** Before those who hand over begin, after they have ended. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
