package org.redstats.notify.live;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Who listens, and to what.
 *
 * <p>One lock guards all of it: an event is shown to its listeners in one critical section, a subscription changes in
 * another. So an event sees each listener under exactly one subscription, never under two or none, whatever a listener
 * is told after {@link Listener#subscribed} obeys the new one, and a replay ends exactly where the live events begin.
 * Nothing that blocks happens inside: a listener only notes what it has to send. There is but one consumer, so the lock
 * costs no parallelism among events, and it is fair, so that a stream of events does not keep a new subscription
 * waiting.
 */
public final class Audience {

    /** One who is told; called under the audience's lock, so it must return at once and must not throw. */
    public interface Listener {

        /**
         * The subscription is in force from here on.
         *
         * @param replay what was missed, to be told before; null when the client did not ask
         */
        void subscribed(Subscription subscription, @Nullable Replay replay);

        void alert(Alert alert);

        /** An unknown number of events has been missed. */
        void gap();
    }

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Thresholds<Seat> everybody = new Thresholds<>();
    private final Map<String, Thresholds<Seat>> byUser = new HashMap<>();
    private final Set<Seat> subscribed = new LinkedHashSet<>();
    private final Memory memory;

    /**
     * @param rememberedAlerts most alerts that are kept for clients that return
     * @param rememberedSize most bytes of them
     */
    public Audience(int rememberedAlerts, long rememberedSize) {
        this.memory = new Memory(rememberedAlerts, rememberedSize);
    }

    /** A place for one listener; it hears nothing before its first subscription. */
    public Seat seat(Listener listener) {
        return new Seat(listener);
    }

    /** Tells all whom the event concerns; alerts reach every listener in the order of these calls. */
    public void publish(Alert alert) {
        var value = alert.event().redValue();
        lock.lock();
        try {
            memory.add(alert);
            everybody.forEachBelow(value, seat -> seat.listener.alert(alert));
            var ofUser = byUser.get(alert.event().userId());
            if (ofUser != null) {
                ofUser.forEachBelow(value, seat -> seat.listener.alert(alert));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Events are being missed from here on. */
    public void gapBegins() {
        lock.lock();
        try {
            memory.gapBegins();
        } finally {
            lock.unlock();
        }
    }

    /** Events come again; tells everybody who listens that some are missing. */
    public void gapEnds() {
        lock.lock();
        try {
            memory.gapEnds();
            subscribed.forEach(seat -> seat.listener.gap());
        } finally {
            lock.unlock();
        }
    }

    private void add(Seat seat, Subscription subscription) {
        var userId = subscription.userId();
        var thresholds = userId == null ? everybody : byUser.computeIfAbsent(userId, u -> new Thresholds<>());
        thresholds.add(subscription.redThreshold(), seat);
        subscribed.add(seat);
    }

    private void remove(Seat seat, Subscription subscription) {
        subscribed.remove(seat);
        var userId = subscription.userId();
        if (userId == null) {
            everybody.remove(subscription.redThreshold(), seat);
            return;
        }
        byUser.computeIfPresent(userId, (u, thresholds) -> {
            thresholds.remove(subscription.redThreshold(), seat);
            return thresholds.isEmpty() ? null : thresholds;
        });
    }

    /** A listener's place among the others. */
    public final class Seat {

        private final Listener listener;
        private @Nullable Subscription current;
        private boolean left;

        private Seat(Listener listener) {
            this.listener = listener;
        }

        /**
         * Replaces what the listener wants to hear of; does nothing once it has left.
         *
         * @param since the last event that the client has seen; null for no replay
         */
        public void subscribe(Subscription subscription, @Nullable UUID since) {
            lock.lock();
            try {
                if (!left) {
                    removeCurrent();
                    add(this, subscription);
                    current = subscription;
                    listener.subscribed(subscription, since == null ? null : memory.since(since, subscription));
                }
            } finally {
                lock.unlock();
            }
        }

        /** For good; a subscription that is on its way comes too late. */
        public void leave() {
            lock.lock();
            try {
                left = true;
                removeCurrent();
            } finally {
                lock.unlock();
            }
        }

        private void removeCurrent() {
            if (current != null) {
                remove(this, current);
                current = null;
            }
        }
    }
}
