package org.redstats.publisher;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublishException.Reason;

/** One event on its way: it waits, is sent, and is settled exactly once, by whoever comes first with an answer. */
final class Delivery {

    private enum State {
        WAITING, SENT, SETTLED
    }

    private final RedEvent event;
    private final Settlement settlement;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable Future<?> end;

    /** What follows when a delivery is settled; it must not block. */
    @FunctionalInterface
    interface Settlement {

        /** @param failure null when the broker has confirmed the event */
        void settled(@Nullable RedPublishException failure);

        /** False when it must not be sent any more, because an earlier event was not. */
        default boolean isStillInTurn() {
            return true;
        }
    }

    Delivery(RedEvent event, Settlement settlement) {
        this.event = event;
        this.settlement = settlement;
    }

    RedEvent event() {
        return event;
    }

    /** Says what will make it {@link #expire}, before anybody else knows this delivery. */
    void endsBy(Future<?> end) {
        this.end = end;
    }

    boolean isSettled() {
        return state.get() == State.SETTLED;
    }

    /** Returns false when it is too late to send it. */
    boolean startSending() {
        if (!settlement.isStillInTurn()) {
            fail(Reason.NOT_SENT, "was held back behind an event that was not confirmed", null);
        }
        return state.compareAndSet(State.WAITING, State.SENT);
    }

    void confirm() {
        if (state.getAndSet(State.SETTLED) != State.SETTLED) {
            settle(null);
        }
    }

    void fail(Reason reason, String detail, @Nullable Throwable cause) {
        if (state.getAndSet(State.SETTLED) != State.SETTLED) {
            settle(new RedPublishException(event, reason, detail, cause));
        }
    }

    /** Its time is over. */
    void expire() {
        switch (state.getAndSet(State.SETTLED)) {
            case WAITING -> settle(new RedPublishException(event, Reason.NOT_SENT,
                    "could not be sent in time, the broker blocks its publishers or does not answer", null));
            case SENT -> settle(new RedPublishException(event, Reason.NOT_CONFIRMED,
                    "was not confirmed in time", null));
            case SETTLED -> {
            }
        }
    }

    private void settle(@Nullable RedPublishException failure) {
        if (end != null) {
            end.cancel(false);
        }
        settlement.settled(failure);
    }
}
