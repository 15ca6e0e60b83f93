package org.redstats.notify.live;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who listens, and to what.
 *
 * <p>One lock guards all of it: an event is shown to its listeners in one critical section, a subscription changes in
 * another. So an event sees each listener under exactly one subscription, never under two or none, and whatever a
 * listener is told after {@link Listener#subscribed} obeys the new one. Nothing that blocks happens inside: a listener
 * only notes what it has to send. There is but one consumer, so the lock costs no parallelism among events, and it is
 * fair, so that a stream of events does not keep a new subscription waiting.
 */
@Component
public final class Audience {

    /** One who is told; called under the audience's lock, so it must return at once and must not throw. */
    public interface Listener {

        /** The subscription is in force from here on. */
        void subscribed(Subscription subscription);

        void alert(Alert alert);
    }

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Thresholds<Seat> everybody = new Thresholds<>();
    private final Map<String, Thresholds<Seat>> byUser = new HashMap<>();

    /** A place for one listener; it hears nothing before its first subscription. */
    public Seat seat(Listener listener) {
        return new Seat(listener);
    }

    /** Tells all whom the event concerns; alerts reach every listener in the order of these calls. */
    public void publish(Alert alert) {
        var value = alert.event().redValue();
        lock.lock();
        try {
            everybody.forEachBelow(value, seat -> seat.listener.alert(alert));
            var ofUser = byUser.get(alert.event().userId());
            if (ofUser != null) {
                ofUser.forEachBelow(value, seat -> seat.listener.alert(alert));
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(Seat seat, Subscription subscription) {
        var userId = subscription.userId();
        var thresholds = userId == null ? everybody : byUser.computeIfAbsent(userId, u -> new Thresholds<>());
        thresholds.add(subscription.redThreshold(), seat);
    }

    private void remove(Seat seat, Subscription subscription) {
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

        /** Replaces what the listener wants to hear of; does nothing once it has left. */
        public void subscribe(Subscription subscription) {
            lock.lock();
            try {
                if (!left) {
                    removeCurrent();
                    add(this, subscription);
                    current = subscription;
                    listener.subscribed(subscription);
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
