package org.redstats.publisher;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;
import org.redstats.publisher.Delivery.Settlement;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.publisher.RedPublishSpool.WhenFull;
import org.redstats.publisher.SpoolFile.Stored;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps on disk what the broker does not take. While all is well it only watches; from the first event that is not
 * confirmed until the last one of the spool is, every event goes by way of the disk, so that none overtakes another.
 *
 * <p>Each event has its place from the moment it comes. What was on its way to the broker when the first one failed takes
 * its place in the spool too, and only when all of that is settled does anything go from the spool to the broker.
 *
 * <p>One thread reads and writes the file, many events at a time.
 */
final class Spool {

    private static final Logger log = LoggerFactory.getLogger(RedPublisher.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int MOST_WRITTEN_AT_ONCE = 1_000;
    private static final int MOST_REPUBLISHED_AT_ONCE = 500;
    private static final int BATCHES_PER_SECOND = 10;

    private final SpoolFile file;
    private final SpoolSettings settings;
    private final Attempts attempts;
    private final Outcomes outcomes;
    private final Thread thread = Thread.ofPlatform().name("red-publisher-spool").daemon().unstarted(this::run);

    // Guarded by this.
    private final List<Entry> arrived = new ArrayList<>();
    private List<Long> confirmed = new ArrayList<>();
    private boolean spooling;
    private long nextPlace;
    private int direct;
    private int republishing;
    private boolean lastFailed;
    private long nextRepublish = System.nanoTime();
    private boolean stopping;
    private boolean stopped;

    // Of the thread alone.
    private final Deque<Entry> waiting = new ArrayDeque<>();

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong republished = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean accepting = true;

    /** Sends an event towards the broker. */
    @FunctionalInterface
    interface Attempts {

        /** @throws RedPublishException when the publisher is closed; then nothing is settled */
        void start(RedEvent event, Settlement settlement);
    }

    /**
     * An event in its place.
     *
     * @param direct whether it is to be sent to the broker at once
     * @param safe completes when the broker or the disk has it
     */
    record Entry(long place, RedEvent event, boolean direct, CompletableFuture<Void> safe) {}

    Spool(SpoolFile file, SpoolSettings settings, Attempts attempts, Outcomes outcomes) {
        this.file = file;
        this.settings = settings;
        this.attempts = attempts;
        this.outcomes = outcomes;
        nextPlace = file.nextPlace();
        spooling = file.size() > 0;
    }

    void start() {
        thread.start();
    }

    /** Gives an event its place; one that is not to be sent directly is then on its way to the disk. */
    synchronized Entry enter(RedEvent event) {
        var entry = new Entry(nextPlace++, event, !spooling, new CompletableFuture<>());
        if (spooling) {
            arrive(entry);
        } else {
            direct++;
        }
        return entry;
    }

    private void arrive(Entry entry) {
        entry.safe().orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        arrived.add(entry);
        notifyAll();
    }

    /** What follows an attempt to send an event directly. */
    Settlement fallback(Entry entry) {
        return new Settlement() {

            @Override
            public void settled(@Nullable RedPublishException failure) {
                if (failure == null) {
                    outcomes.countPublished();
                }
                leaveDirectWay(entry, failure);
                if (failure == null) {
                    entry.safe().complete(null);
                }
            }

            @Override
            public boolean isStillInTurn() {
                synchronized (Spool.this) {
                    return !spooling;
                }
            }
        };
    }

    private synchronized void leaveDirectWay(Entry entry, @Nullable RedPublishException failure) {
        direct--;
        if (failure != null) {
            if (!spooling) {
                spooling = true;
                lastFailed = true;
                nextRepublish = System.nanoTime() + PAUSE.toNanos();
                log.warn("The broker does not take events now; they go to the spool until it does", failure);
            }
            arrive(entry);
        }
        notifyAll();
    }

    private void run() {
        var work = nextWork();
        while (work != null) {
            try {
                forget(work.confirmed());
                write(work.arrivals());
                republish();
                endWhenEmpty();
            } catch (RuntimeException | Error e) { // such as no memory: later it may fare better
                log.error("The spool failed at its work, and goes on", e);
            }
            work = nextWork();
        }
        file.close();
    }

    private record Work(List<Entry> arrivals, List<Long> confirmed) {}

    /** Waits for something to do; null at the end. */
    private synchronized @Nullable Work nextWork() {
        while (arrived.isEmpty() && confirmed.isEmpty() && !mayWriteMore() && !mayRepublish() && !isOver()) {
            if (stopped) {
                return null;
            }
            try {
                if (hasWorkLater()) {
                    TimeUnit.NANOSECONDS.timedWait(this, nextRepublish - System.nanoTime());
                } else {
                    wait();
                }
            } catch (InterruptedException e) {
                log.debug("The spool is stopped otherwise", e);
            }
        }
        var work = new Work(List.copyOf(arrived), confirmed);
        arrived.clear();
        confirmed = new ArrayList<>();
        return work;
    }

    private boolean mayWriteMore() {
        return !waiting.isEmpty() && (settings.whenFull() != WhenFull.BLOCK || room() > 0);
    }

    private boolean hasWorkLater() {
        return file.size() > 0 && republishing == 0 && direct == 0 && confirmed.isEmpty() && !stopping;
    }

    private synchronized boolean mayRepublish() {
        return hasWorkLater() && System.nanoTime() - nextRepublish >= 0;
    }

    private boolean isOver() {
        return spooling && file.size() == 0 && waiting.isEmpty() && arrived.isEmpty() && direct == 0
                && republishing == 0 && confirmed.isEmpty();
    }

    private int room() {
        return Math.max(settings.maxEvents() - file.size(), 0);
    }

    private void forget(List<Long> places) {
        if (!places.isEmpty()) {
            try {
                file.change(places, List.of());
            } catch (IOException e) {
                log.warn("{} events that the broker has confirmed cannot be taken out of the spool; it gets them again",
                        places.size(), e);
                postpone();
            }
        }
    }

    private void write(List<Entry> arrivals) {
        waiting.addAll(arrivals);
        waiting.removeIf(entry -> entry.safe().isDone()); // whose time is over
        var batch = nextBatch();
        if (!batch.isEmpty()) {
            write(batch, batch.size() - room());
        }
        if (!waiting.isEmpty() && room() == 0) {
            accepting = false;
            if (settings.whenFull() == WhenFull.REJECT) {
                waiting.forEach(entry -> entry.safe().completeExceptionally(full(entry)));
                waiting.clear();
            }
        }
    }

    private List<Entry> nextBatch() {
        var most = Math.min(MOST_WRITTEN_AT_ONCE,
                settings.whenFull() == WhenFull.DROP_OLDEST ? settings.maxEvents() : room());
        var batch = new ArrayList<Entry>();
        while (batch.size() < most && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        return batch;
    }

    private void write(List<Entry> batch, int surplus) {
        try {
            var tooMany = surplus > 0 ? places(file.oldest(surplus)) : List.<Long>of();
            file.change(tooMany, batch.stream().map(entry -> new Stored(entry.place(), entry.event())).toList());
            countDropped(tooMany.size());
            written.addAndGet(batch.size());
            accepting = true;
            batch.forEach(entry -> entry.safe().complete(null));
        } catch (IOException e) {
            accepting = false;
            batch.forEach(entry -> entry.safe().completeExceptionally(new RedPublishException(entry.event(),
                    Reason.SPOOL_FAILED, "could not be written to the spool", e)));
        }
    }

    private void countDropped(int count) {
        if (count > 0 && dropped.getAndAdd(count) == 0) { // once, then the counter says it
            log.error("The spool is full with {} events; the oldest are given up for new ones", settings.maxEvents());
        }
    }

    private static List<Long> places(List<Stored> events) {
        return events.stream().map(Stored::place).toList();
    }

    private void republish() {
        if (!mayRepublish()) {
            return;
        }
        var batch = oldest();
        if (batch.isEmpty()) {
            return;
        }
        synchronized (this) {
            lastFailed = false;
            republishing = batch.size();
            nextRepublish = System.nanoTime()
                    + TimeUnit.SECONDS.toNanos(1) * batch.size() / settings.republishPerSecond();
        }
        for (var stored : batch) {
            try {
                attempts.start(stored.event(), failure -> republished(stored.place(), failure));
            } catch (RedPublishException e) {
                republished(stored.place(), e);
            }
        }
    }

    // After a failure one alone tries whether the broker is well.
    private synchronized int mostRepublished() {
        return lastFailed ? 1
                : Math.clamp(settings.republishPerSecond() / BATCHES_PER_SECOND, 1, MOST_REPUBLISHED_AT_ONCE);
    }

    private List<Stored> oldest() {
        try {
            return file.oldest(mostRepublished());
        } catch (IOException e) {
            log.warn("The spool cannot be read now", e);
            postpone();
            return List.of();
        }
    }

    private synchronized void republished(long place, @Nullable RedPublishException failure) {
        republishing--;
        if (failure == null) {
            outcomes.countPublished();
            republished.incrementAndGet();
            confirmed.add(place);
        } else {
            lastFailed = true;
            postpone();
        }
        notifyAll();
    }

    private synchronized void postpone() {
        nextRepublish = System.nanoTime() + PAUSE.toNanos();
    }

    private void endWhenEmpty() {
        synchronized (this) {
            if (!isOver()) {
                return;
            }
            spooling = false;
            lastFailed = false;
        }
        accepting = true;
        log.info("The spool is empty; events go to the broker directly again");
    }

    /** What an entry that is not safe is to its caller. */
    RedPublishException failure(Entry entry, Throwable failure) {
        if (failure instanceof RedPublishException known) {
            return known;
        }
        return room() == 0 ? full(entry) : new RedPublishException(entry.event(), Reason.SPOOL_FAILED,
                "was not written to the spool in time", failure);
    }

    private RedPublishException full(Entry entry) {
        return new RedPublishException(entry.event(), Reason.SPOOL_FULL,
                "found no room in the spool, which has " + file.size() + " events", null);
    }

    RedPublishSpool state() {
        return new RedPublishSpool(file.size(), file.bytes(), written.get(), republished.get(), dropped.get(),
                file.damaged(), accepting);
    }

    /** What is in the spool stays there from now on. */
    synchronized void stopRepublishing() {
        stopping = true;
    }

    /** Returns when all that came is written and the file is closed, or the disk takes too long. */
    void close() throws InterruptedException {
        synchronized (this) {
            stopping = true;
            stopped = true;
            notifyAll();
        }
        thread.join(settings.timeout());
    }
}
