package org.redstats.subscribe.outbox;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** What became of one attempt to hand an alert over. */
public sealed interface Outcome {

    PendingAlert alert();

    /** The other side has it. */
    record Sent(PendingAlert alert) implements Outcome {}

    /**
     * It may succeed later.
     *
     * @param reason as the owner of the subscription is told it
     */
    record Retry(PendingAlert alert, String reason, Duration pause) implements Outcome {}

    /**
     * It is not tried again.
     *
     * @param blames whether it is the address that does not work
     */
    record Failed(PendingAlert alert, String reason, boolean blames) implements Outcome {}

    /** The address does not want to hear from us ever again. */
    record Gone(PendingAlert alert, String reason) implements Outcome {}

    /** What the owner of the subscription is told of it, null when all is well. */
    default @Nullable String error() {
        return switch (this) {
            case Sent sent -> null;
            case Retry retry -> retry.reason();
            case Failed failed -> failed.reason();
            case Gone gone -> gone.reason();
        };
    }

    /** In which state it leaves the delivery. */
    default String state() {
        return switch (this) {
            case Sent sent -> "sent";
            case Retry retry -> "pending";
            case Failed failed -> "failed";
            case Gone gone -> "failed";
        };
    }

    /** Until the next attempt, in seconds; 0 when there is none. */
    default double pauseSeconds() {
        return this instanceof Retry retry ? retry.pause().toMillis() / 1000.0 : 0;
    }
}
