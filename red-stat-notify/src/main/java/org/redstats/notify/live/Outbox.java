package org.redstats.notify.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * What one connection still has to be sent, in order and bounded: when it is full the oldest alerts go, and their
 * number is told before the next alert. At most one writer drains it at a time: an {@code add} that answers true makes
 * its caller start one, whose duty ends when nothing waits any more. What gathers while the writer is
 * busy leaves as one departure.
 *
 * @param <M> the messages other than alerts, which are never dropped; the connection itself has to bound them
 */
public final class Outbox<M> {

    /**
     * @param maxAlerts most waiting alerts
     * @param maxSize most bytes of waiting alerts
     * @param departureSize most bytes of alerts that leave together; a single greater one leaves alone
     */
    public record Limits(int maxAlerts, long maxSize, long departureSize) {}

    /**
     * What is to be sent next, in this order.
     *
     * @param skipped how many alerts were dropped before these
     * @param replayed whether the alerts are a replay
     * @param message after the alerts
     */
    public record Departure<M>(long skipped, List<Alert> alerts, boolean replayed, @Nullable M message) {}

    private record Waiting<M>(M message, PeekingAlerts replay, long afterAlerts) {}

    /** A replay's alerts are the audience's, here is only how far it got: so it counts against no limit. */
    private static final class PeekingAlerts {

        private final Iterator<Alert> rest;
        private @Nullable Alert next;

        PeekingAlerts(List<Alert> alerts) {
            this.rest = alerts.iterator();
            remove();
        }

        @Nullable
        Alert peek() {
            return next;
        }

        void remove() {
            next = rest.hasNext() ? rest.next() : null;
        }
    }

    private final Limits limits;
    private final Runnable onDrop;
    private final ArrayDeque<Alert> alerts = new ArrayDeque<>();
    private final Queue<Waiting<M>> messages = new ArrayDeque<>(2);
    private long size;
    private long added; // alerts ever added; tells each message its place among them
    private long skipped;
    private boolean writing;
    private boolean closed;

    /** @param onDrop is run for each alert that is dropped */
    public Outbox(Limits limits, Runnable onDrop) {
        this.limits = limits;
        this.onDrop = onDrop;
    }

    /** Whether the caller must start a writer. */
    public synchronized boolean add(Alert alert) {
        if (closed) {
            return false;
        }
        alerts.add(alert);
        added++;
        size += alert.size();
        while (alerts.size() > limits.maxAlerts() || (size > limits.maxSize() && alerts.size() > 1)) {
            size -= alerts.remove().size();
            skipped++;
            onDrop.run();
        }
        return claimWriting();
    }

    /** Whether the caller must start a writer. */
    public boolean add(M message) {
        return add(List.of(), message);
    }

    /** Sends a replay and then the message. Whether the caller must start a writer. */
    public synchronized boolean add(List<Alert> replay, M message) {
        if (closed) {
            return false;
        }
        messages.add(new Waiting<>(message, new PeekingAlerts(replay), added));
        return claimWriting();
    }

    /** How many messages that are no alerts wait. */
    public synchronized int waitingMessages() {
        return messages.size();
    }

    /** Whether a replay has not left completely. */
    public synchronized boolean isReplaying() {
        return messages.stream().anyMatch(waiting -> waiting.replay().peek() != null);
    }

    /** For the one writer: what to send now; null when there is nothing, and its duty has ended. */
    public synchronized @Nullable Departure<M> next() {
        if (!hasMore()) {
            return null;
        }
        var departing = departingAlerts();
        if (!departing.isEmpty()) {
            var before = skipped;
            skipped = 0;
            return new Departure<>(before, departing, false, messageWithoutReplay());
        }
        var waiting = messages.element();
        var replayed = departingReplay(waiting.replay());
        var message = waiting.replay().peek() == null ? messages.remove().message() : null;
        return new Departure<>(0, replayed, true, message);
    }

    /** For the one writer: whether something waits; if not, its duty has ended. */
    public synchronized boolean hasMore() {
        writing = !alerts.isEmpty() || !messages.isEmpty();
        return writing;
    }

    /** Nothing is taken in or given out any more. */
    public synchronized void close() {
        closed = true;
        alerts.clear();
        messages.clear();
    }

    private boolean claimWriting() {
        var start = !writing;
        writing = true;
        return start;
    }

    private @Nullable M messageWithoutReplay() {
        var first = messages.peek();
        if (first == null || first.replay().peek() != null || firstAlertStillWaiting() < first.afterAlerts()) {
            return null;
        }
        return messages.remove().message();
    }

    private List<Alert> departingReplay(PeekingAlerts replay) {
        var departing = new ArrayList<Alert>();
        var departingSize = 0L;
        for (var alert = replay.peek(); alert != null; alert = replay.peek()) {
            departingSize += alert.size();
            if (!departing.isEmpty() && departingSize > limits.departureSize()) {
                break;
            }
            departing.add(alert);
            replay.remove();
        }
        return departing;
    }

    private List<Alert> departingAlerts() {
        var departing = new ArrayList<Alert>();
        var departingSize = 0L;
        for (var alert = alerts.peek(); alert != null
                && firstAlertStillWaiting() < placeOfFirstMessage(); alert = alerts.peek()) {
            departingSize += alert.size();
            if (!departing.isEmpty() && departingSize > limits.departureSize()) {
                break;
            }
            size -= alert.size();
            departing.add(alerts.remove());
        }
        return departing;
    }

    /** The place, counted from the connection's first alert, of the oldest alert that waits. */
    private long firstAlertStillWaiting() {
        return added - alerts.size();
    }

    private long placeOfFirstMessage() {
        var first = messages.peek();
        return first == null ? Long.MAX_VALUE : first.afterAlerts();
    }
}
