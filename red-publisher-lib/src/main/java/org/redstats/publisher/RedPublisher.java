package org.redstats.publisher;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.publisher.RedPublishException.Reason;

/**
 * Publishes what RED measured, and says of each event whether the broker has it: it is confirmed, or it is an error. One
 * instance serves all threads over a connection of its own, made when the first event needs it and again after a loss.
 *
 * <p>Each event is settled within the confirm timeout, counted from the call. Nothing is kept for later: what failed is
 * the caller's to publish again, as the same {@link RedEvent}.
 */
public final class RedPublisher implements AutoCloseable {

    private final Outcomes outcomes = new Outcomes();
    private final Duration confirmTimeout;
    private final InFlight inFlight;
    private final Sender sender;

    private RedPublisher(Builder builder) {
        confirmTimeout = builder.confirmTimeout;
        inFlight = new InFlight(builder.maxInFlight, confirmTimeout, outcomes);
        sender = new Sender(new Connector(builder.factory, builder.addresses, builder.appId, confirmTimeout));
        sender.start();
    }

    /** A publisher with the defaults of {@link Builder}. */
    public static RedPublisher connect(ConnectionFactory factory) {
        return builder(factory).build();
    }

    /** @param factory says where the broker is and how to log in; it is copied, not changed */
    public static Builder builder(ConnectionFactory factory) {
        return new Builder(factory);
    }

    /**
     * An event with a new, time-ordered id.
     *
     * @throws InvalidRedEvent when a value is outside its bounds
     */
    public static RedEvent newEvent(String userId, double redValue, Instant when) {
        return new RedEvent(EventIds.at(Instant.now()), userId, redValue, when);
    }

    /**
     * Publishes a measurement made now, and returns when the broker has confirmed it.
     *
     * @throws InvalidRedEvent when a value is outside its bounds; nothing was sent
     * @throws RedPublishException when the broker has not confirmed it
     */
    public RedEvent publish(String userId, double redValue) {
        return publish(newEvent(userId, redValue, Instant.now()));
    }

    /**
     * Publishes an event, maybe one that failed before, and returns when the broker has confirmed it.
     *
     * @throws InvalidRedEvent when it claims to be too far in the future; nothing was sent
     * @throws RedPublishException when the broker has not confirmed it
     */
    public RedEvent publish(RedEvent event) {
        try {
            return publishAsync(event).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RedPublishException failure ? new RedPublishException(failure)
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RedPublishException(event, Reason.INTERRUPTED, "was given up by an interrupt", e);
        }
    }

    /**
     * Publishes a measurement made now.
     *
     * @return completes when the broker has confirmed it, or fails with {@link RedPublishException}
     * @throws InvalidRedEvent at once when a value is outside its bounds
     */
    public CompletableFuture<RedEvent> publishAsync(String userId, double redValue) {
        return publishAsync(newEvent(userId, redValue, Instant.now()));
    }

    /**
     * Publishes an event, maybe one that failed before. Returns at once, except while as many as allowed are in flight: then
     * it waits for room, for as long as an event may take.
     *
     * @return completes when the broker has confirmed it, or fails with {@link RedPublishException}
     * @throws InvalidRedEvent at once when it claims to be too far in the future, which no reader would accept
     */
    public CompletableFuture<RedEvent> publishAsync(RedEvent event) {
        if (event.when().isAfter(Instant.now().plus(RedEventJson.MAX_AHEAD))) {
            throw new InvalidRedEvent("when", "must not be more than " + RedEventJson.MAX_AHEAD.toMinutes()
                    + " minutes ahead, was " + event.when());
        }
        try {
            var delivery = inFlight.admit(event);
            sender.accept(delivery);
            return delivery.outcome();
        } catch (RedPublishException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** How many events the broker has confirmed so far. */
    public long published() {
        return outcomes.published();
    }

    /** How many events have failed for this reason so far. */
    public long failed(Reason reason) {
        return outcomes.failed(reason);
    }

    /** How many events are accepted and not yet settled. */
    public int inFlight() {
        return inFlight.size();
    }

    /** Accepts no more, waits until what is in flight is settled, but no longer than it may take, and disconnects. */
    @Override
    public void close() {
        try {
            inFlight.drain();
            sender.close(confirmTimeout);
        } catch (InterruptedException e) {
            sender.stop();
            Thread.currentThread().interrupt();
        }
    }

    /** Settings of a publisher. */
    public static final class Builder {

        private final ConnectionFactory factory;
        private List<Address> addresses = List.of();
        private Duration confirmTimeout = Duration.ofSeconds(5);
        private int maxInFlight = 2_000;
        private @Nullable String appId;

        private Builder(ConnectionFactory factory) {
            this.factory = factory;
        }

        /** The nodes of a cluster, tried one after the other; none means the host and port of the factory. */
        public Builder addresses(List<Address> addresses) {
            this.addresses = List.copyOf(addresses);
            return this;
        }

        /** How long an event may take from the call until it is confirmed: 5 seconds unless set. */
        public Builder confirmTimeout(Duration confirmTimeout) {
            if (confirmTimeout.toMillis() < 1 || confirmTimeout.toMillis() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("confirmTimeout must be 1 ms to 24 days, was " + confirmTimeout);
            }
            this.confirmTimeout = confirmTimeout;
            return this;
        }

        /** How many events may be accepted and not yet settled: 2000 unless set. */
        public Builder maxInFlight(int maxInFlight) {
            if (maxInFlight < 1) {
                throw new IllegalArgumentException("maxInFlight must be at least 1, was " + maxInFlight);
            }
            this.maxInFlight = maxInFlight;
            return this;
        }

        /** The AMQP {@code app_id} of each message: none unless set. */
        public Builder appId(@Nullable String appId) {
            this.appId = appId;
            return this;
        }

        public RedPublisher build() {
            return new RedPublisher(this);
        }
    }
}
