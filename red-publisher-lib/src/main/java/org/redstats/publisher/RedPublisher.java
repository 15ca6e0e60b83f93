package org.redstats.publisher;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.redstats.event.InvalidRedEvent;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.publisher.Delivery.Settlement;
import org.redstats.publisher.RedPublishException.Reason;
import org.redstats.publisher.RedPublishSpool.WhenFull;

/**
 * Publishes what RED measured, and says of each event whether it is safe or an error. One instance serves all threads over
 * a connection of its own, made when the first event needs it and again after a loss.
 *
 * <p>Without a spool, safe is what the broker has confirmed, each event is settled within the confirm timeout, counted
 * from the call, and nothing is kept for later: what failed is the caller's to publish again, as the same {@link RedEvent}.
 *
 * <p>With a {@link Builder#spool spool}, safe is also what is on disk. There goes what the broker does not confirm in time,
 * and all that comes after it until the broker has taken everything from the spool, in order and as the same events. An
 * event is then settled within the confirm timeout and twice the spool's timeout.
 */
public final class RedPublisher implements AutoCloseable {

    private final Outcomes outcomes = new Outcomes();
    private final Duration confirmTimeout;
    private final Duration longest;
    private final InFlight inFlight;
    private final Sender sender;
    private final @Nullable Spool spool;

    private RedPublisher(Builder builder) {
        var settings = builder.spoolSettings();
        confirmTimeout = builder.confirmTimeout;
        longest = settings == null ? confirmTimeout : confirmTimeout.plus(settings.timeout());
        inFlight = new InFlight(builder.maxInFlight, longest, outcomes);
        sender = new Sender(new Connector(builder.factory, builder.addresses, builder.appId, confirmTimeout));
        spool = settings == null ? null
                : new Spool(SpoolFile.in(settings.directory()), settings, this::republish, outcomes);
        sender.start();
        if (spool != null) {
            spool.start();
        }
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
     * Publishes a measurement made now, and returns when it is safe.
     *
     * @throws InvalidRedEvent when a value is outside its bounds; nothing was sent
     * @throws RedPublishException when it is not
     */
    public RedEvent publish(String userId, double redValue) {
        return publish(newEvent(userId, redValue, Instant.now()));
    }

    /**
     * Publishes an event, maybe one that failed before, and returns when it is safe.
     *
     * @throws InvalidRedEvent when it claims to be too far in the future; nothing was sent
     * @throws RedPublishException when it is not
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
     * @return completes when it is safe, or fails with {@link RedPublishException}
     * @throws InvalidRedEvent at once when a value is outside its bounds
     */
    public CompletableFuture<RedEvent> publishAsync(String userId, double redValue) {
        return publishAsync(newEvent(userId, redValue, Instant.now()));
    }

    /**
     * Publishes an event, maybe one that failed before. Returns at once, except while as many as allowed are in flight: then
     * it waits for room, for as long as an event may take.
     *
     * @return completes when it is safe, or fails with {@link RedPublishException}
     * @throws InvalidRedEvent at once when it claims to be too far in the future, which no reader would accept
     */
    public CompletableFuture<RedEvent> publishAsync(RedEvent event) {
        if (event.when().isAfter(Instant.now().plus(RedEventJson.MAX_AHEAD))) {
            throw new InvalidRedEvent("when", "must not be more than " + RedEventJson.MAX_AHEAD.toMinutes()
                    + " minutes ahead, was " + event.when());
        }
        var deadline = System.nanoTime() + confirmTimeout.toNanos();
        try {
            inFlight.admit(event);
        } catch (RedPublishException e) {
            return CompletableFuture.failedFuture(e);
        }
        var outcome = new CompletableFuture<RedEvent>();
        if (spool == null) {
            attempt(event, deadline, failure -> {
                if (failure == null) {
                    outcomes.countPublished();
                }
                inFlight.finish(event, outcome, failure);
            });
        } else {
            publish(event, deadline, outcome, spool);
        }
        return outcome;
    }

    private void publish(RedEvent event, long deadline, CompletableFuture<RedEvent> outcome, Spool spool) {
        var entry = spool.enter(event);
        var _ = entry.safe().whenComplete((_, failure) -> inFlight.finish(event, outcome,
                failure == null ? null : spool.failure(entry, failure)));
        if (entry.direct()) {
            attempt(event, deadline, spool.fallback(entry));
        }
    }

    private void attempt(RedEvent event, long deadline, Settlement settlement) {
        try {
            sender.accept(inFlight.attempt(event, deadline, settlement));
        } catch (RedPublishException e) {
            settlement.settled(e);
        }
    }

    private void republish(RedEvent event, Settlement settlement) {
        attempt(event, System.nanoTime() + confirmTimeout.toNanos(), settlement);
    }

    /** How many events the broker has confirmed so far. */
    public long published() {
        return outcomes.published();
    }

    /** How many events have failed for this reason so far, and are not in the spool. */
    public long failed(Reason reason) {
        return outcomes.failed(reason);
    }

    /** How many events are accepted and not yet settled. */
    public int inFlight() {
        return inFlight.size();
    }

    /** What the spool holds and has done; empty without a spool. */
    public Optional<RedPublishSpool> spool() {
        return Optional.ofNullable(spool).map(Spool::state);
    }

    /**
     * Accepts no more, waits until what is in flight is settled, but no longer than it may take, and disconnects. What is in
     * the spool stays there for the next publisher with the same folder.
     */
    @Override
    public void close() {
        try {
            if (spool != null) {
                spool.stopRepublishing();
            }
            inFlight.drain(longest);
            if (spool != null) {
                spool.close();
            }
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
        private @Nullable Path spool;
        private int spoolMaxEvents = 1_000_000;
        private WhenFull whenSpoolFull = WhenFull.BLOCK;
        private Duration spoolTimeout = Duration.ofSeconds(2);
        private int republishPerSecond = 5_000;

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

        /**
         * A folder, on a disk that outlives RED, for the events that the broker does not take: none unless set, and then what
         * is not confirmed is an error. It is made if need be, and belongs to one publisher at a time.
         */
        public Builder spool(@Nullable Path directory) {
            spool = directory;
            return this;
        }

        /** How many events the spool may hold: a million unless set. */
        public Builder spoolMaxEvents(int maxEvents) {
            spoolMaxEvents = maxEvents;
            return this;
        }

        /** What happens to an event that finds the spool full: it waits for room unless set. */
        public Builder whenSpoolFull(WhenFull whenSpoolFull) {
            this.whenSpoolFull = whenSpoolFull;
            return this;
        }

        /** How long an event may take to find room in the spool and be written: 2 seconds unless set. */
        public Builder spoolTimeout(Duration spoolTimeout) {
            this.spoolTimeout = spoolTimeout;
            return this;
        }

        /**
         * How many events a second go from the spool to the broker at most: 5000 unless set. As new ones take their place
         * behind them, it must be more than RED publishes.
         */
        public Builder republishPerSecond(int republishPerSecond) {
            this.republishPerSecond = republishPerSecond;
            return this;
        }

        private @Nullable SpoolSettings spoolSettings() {
            return spool == null ? null
                    : new SpoolSettings(spool, spoolMaxEvents, whenSpoolFull, spoolTimeout, republishPerSecond);
        }

        /**
         * Takes over what an earlier publisher left in the spool.
         *
         * @throws IllegalArgumentException when a setting of the spool is out of its bounds
         * @throws IllegalStateException when the spool's folder cannot be used, or another publisher has it
         */
        public RedPublisher build() {
            return new RedPublisher(this);
        }
    }
}
