package org.redstats.publisher;

import java.io.IOException;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;
import org.redstats.event.RedEventJson;
import org.redstats.event.RedExchange;
import org.redstats.publisher.RedPublishException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection with one channel in confirm mode; it settles what was sent over it, at the latest when it breaks. */
final class Link {

    private static final Logger log = LoggerFactory.getLogger(RedPublisher.class);
    private static final int PERSISTENT = 2;
    private static final int CLOSE_MILLIS = 5_000;

    private final Connection connection;
    private final Channel channel;
    private final @Nullable String appId;
    private final ConcurrentNavigableMap<Long, Delivery> unconfirmed = new ConcurrentSkipListMap<>();
    private final Gate gate = new Gate();
    private volatile boolean broken;

    private Link(Connection connection, Channel channel, @Nullable String appId) {
        this.connection = connection;
        this.channel = channel;
        this.appId = appId;
    }

    /** Makes the exchange, so that RED may start before anybody who reads. */
    static Link over(Connection connection, @Nullable String appId) throws IOException {
        try {
            var channel = connection.createChannel();
            if (channel == null) {
                throw new IOException("The broker allows no more channels");
            }
            channel.exchangeDeclare(RedExchange.NAME, BuiltinExchangeType.FANOUT, true);
            channel.confirmSelect();
            var link = new Link(connection, channel, appId);
            link.listen();
            return link;
        } catch (IOException | RuntimeException e) {
            connection.abort(CLOSE_MILLIS);
            throw e;
        }
    }

    private void listen() {
        channel.addConfirmListener(this::confirmed, this::refused);
        channel.addReturnListener(this::returned);
        channel.addShutdownListener(this::broken);
        connection.addBlockedListener(reason -> {
            log.warn("The broker blocks its publishers: {}; events wait until their time is over", reason);
            gate.shut();
        }, () -> {
            log.info("The broker lets its publishers continue");
            gate.open();
        });
    }

    /** True until all that was sent over it is settled, so that nothing later overtakes it on the next link. */
    boolean isOpen() {
        return !broken;
    }

    /** Sends it when the broker lets us; only ever called by one thread. */
    void send(Delivery delivery) throws InterruptedException {
        gate.pass();
        forgetExpired();
        if (!delivery.startSending()) {
            return;
        }
        var tag = channel.getNextPublishSeqNo();
        unconfirmed.put(tag, delivery);
        try {
            channel.basicPublish(RedExchange.NAME, "", true, properties(delivery.event()),
                    RedEventJson.write(delivery.event()));
        } catch (IOException | RuntimeException e) {
            unconfirmed.remove(tag);
            lost(delivery, e);
        }
    }

    private AMQP.BasicProperties properties(RedEvent event) {
        return new AMQP.BasicProperties.Builder().contentType("application/json")
                .deliveryMode(PERSISTENT).messageId(event.eventId().toString()).timestamp(Date.from(event.when()))
                .appId(appId).build();
    }

    // A broker that never answers must not make us remember for ever what has failed long ago.
    private void forgetExpired() {
        var oldest = unconfirmed.firstEntry();
        while (oldest != null && oldest.getValue().isSettled()) {
            unconfirmed.remove(oldest.getKey());
            oldest = unconfirmed.firstEntry();
        }
    }

    private void confirmed(long tag, boolean andAllBefore) {
        settle(tag, andAllBefore).forEach(Delivery::confirm);
    }

    private void refused(long tag, boolean andAllBefore) {
        settle(tag, andAllBefore)
                .forEach(delivery -> delivery.fail(Reason.REFUSED, "was refused by the broker", null));
    }

    private List<Delivery> settle(long tag, boolean andAllBefore) {
        var settled = unconfirmed.subMap(andAllBefore ? 0 : tag, true, tag, true);
        var deliveries = List.copyOf(settled.values());
        settled.clear();
        return deliveries;
    }

    // Comes before the confirm of the same event, so among the oldest.
    private void returned(Return message) {
        var id = message.getProperties().getMessageId();
        unconfirmed.values().stream()
                .filter(delivery -> delivery.event().eventId().toString().equals(id) && !delivery.isSettled())
                .findFirst()
                .ifPresent(delivery -> delivery.fail(Reason.NO_QUEUE,
                        "came back, no queue is bound to the exchange " + RedExchange.NAME, null));
    }

    private void broken(ShutdownSignalException cause) {
        if (!cause.isInitiatedByApplication()) {
            log.warn("Lost the connection to the broker with {} events unconfirmed; the next event connects again",
                    unconfirmed.size(), cause);
        }
        gate.open();
        unconfirmed.values().forEach(delivery -> lost(delivery, cause));
        unconfirmed.clear();
        broken = true;
    }

    private static void lost(Delivery delivery, Exception cause) {
        delivery.fail(Reason.CONNECTION_LOST, "was sent, but the connection was lost before it was confirmed", cause);
    }

    void close() {
        connection.abort(CLOSE_MILLIS);
    }

    @Override
    public String toString() {
        return connection.getAddress() + ":" + connection.getPort();
    }
}
