package org.redstats.publisher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one link to the broker, and makes a new one when it is needed but not oftener than once a second. */
final class Connector {

    private static final Logger log = LoggerFactory.getLogger(RedPublisher.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String NAME = "red-publisher";

    private final ConnectionFactory factory;
    private final List<Address> addresses;
    private final @Nullable String appId;
    private @Nullable Link link;
    private @Nullable Exception failure;
    private long nextAttempt = System.nanoTime();

    Connector(ConnectionFactory factory, List<Address> addresses, @Nullable String appId, Duration timeout) {
        this.factory = bounded(factory, timeout);
        this.addresses = addresses;
        this.appId = appId;
    }

    private static ConnectionFactory bounded(ConnectionFactory original, Duration timeout) {
        var factory = original.clone();
        var most = Math.toIntExact(timeout.toMillis());
        factory.setConnectionTimeout(shorter(factory.getConnectionTimeout(), most));
        factory.setHandshakeTimeout(shorter(factory.getHandshakeTimeout(), most));
        factory.setChannelRpcTimeout(shorter(factory.getChannelRpcTimeout(), most));
        // A recovered channel would have forgotten which events wait for a confirm.
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        return factory;
    }

    private static int shorter(int millis, int most) {
        return millis == 0 ? most : Math.min(millis, most); // 0 is for ever
    }

    /** There is no link now, because the last attempt failed or was just now. */
    static final class NotConnected extends Exception {

        private static final long serialVersionUID = 1L;

        NotConnected(@Nullable Throwable cause) {
            super(cause);
        }
    }

    Link link() throws NotConnected {
        if (link == null || !link.isOpen()) {
            link = replace(link);
        }
        return link;
    }

    private Link replace(@Nullable Link old) throws NotConnected {
        var now = System.nanoTime();
        if (now - nextAttempt < 0) {
            throw new NotConnected(failure);
        }
        nextAttempt = now + PAUSE.toNanos();
        if (old != null) {
            old.close();
        }
        try {
            var fresh = Link.over(addresses.isEmpty() ? factory.newConnection(NAME)
                    : factory.newConnection(addresses, NAME), appId);
            log.info("Connected to the broker at {}", fresh);
            failure = null;
            return fresh;
        } catch (IOException | TimeoutException | RuntimeException e) {
            if (failure == null) { // once an outage
                log.warn("Cannot connect to the broker; it is tried again when an event needs it", e);
            }
            failure = e;
            throw new NotConnected(e);
        }
    }

    void close() {
        if (link != null) {
            link.close();
        }
    }
}
