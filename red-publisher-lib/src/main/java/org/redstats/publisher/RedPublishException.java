package org.redstats.publisher;

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;

/**
 * The broker has not confirmed the event, nor is it in the spool, if there is one. Publishing the same {@link #event()} again is always safe: it keeps its id and
 * so counts once, however often it arrives.
 */
public final class RedPublishException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient RedEvent event;

    /** Why an event was not confirmed. */
    public enum Reason {

        /** As many events as allowed are in flight, and none was settled in time. */
        OVERLOADED(false),

        /** There is no connection to the broker, and none can be made now. */
        NOT_CONNECTED(false),

        /** Its time was over before it could be sent: the broker blocks its publishers, or does not answer. */
        NOT_SENT(false),

        /** The broker returned it, because no queue is bound to the exchange. */
        NO_QUEUE(false),

        /** The broker refused it; one of several queues may have taken it all the same. */
        REFUSED(true),

        /** It was sent, and its time was over before the broker confirmed it. */
        NOT_CONFIRMED(true),

        /** The connection was lost between sending and confirming. */
        CONNECTION_LOST(true),

        /** The broker does not take it now, and the spool has no room for it. */
        SPOOL_FULL(true),

        /** The broker does not take it now, and the spool could not write it, or not in time. */
        SPOOL_FAILED(true),

        /** The waiting thread was interrupted; the event may still be on its way. */
        INTERRUPTED(true),

        /** The publisher was closed. */
        CLOSED(false);

        private final boolean mayHaveArrived;

        Reason(boolean mayHaveArrived) {
            this.mayHaveArrived = mayHaveArrived;
        }

        /** The reason as a metric's tag: {@code not_connected}. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    RedPublishException(RedEvent event, Reason reason, String detail, @Nullable Throwable cause) {
        super("Event " + event.eventId() + " " + detail + (reason.mayHaveArrived
                ? "; it may or may not have arrived, publishing the same event again is safe"
                : "; it has not arrived"), cause);
        this.event = event;
        this.reason = reason;
    }

    /** The same failure, seen from the thread that waited for it. */
    RedPublishException(RedPublishException failure) {
        super(failure.getMessage(), failure);
        this.event = failure.event;
        this.reason = failure.reason;
    }

    /** The event as it was to be published, for a repeat. */
    public RedEvent event() {
        return event;
    }

    public Reason reason() {
        return reason;
    }

    /** False when the event has certainly not reached a queue. */
    public boolean mayHaveArrived() {
        return reason.mayHaveArrived;
    }
}
