package org.redstats.notify.socket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.redstats.auth.Caller;
import org.redstats.notify.NotifyProperties;
import org.redstats.notify.live.Audience;
import org.redstats.notify.live.Outbox;
import org.redstats.notify.protocol.Answers;
import org.redstats.notify.protocol.SubscriptionRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The open connections. When the service stops they are asked to connect again elsewhere, one after another over the
 * drain time, so that they do not all come at once where they go; meanwhile they are sent what comes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is heard of
@Component
public class Connections implements SmartLifecycle {

    /** The largest frame that a client may send, in bytes. */
    public static final int MAX_FRAME_SIZE = 4096;

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch allLeft = new CountDownLatch(1);
    private final Audience audience;
    private final NotifyProperties.Connection properties;
    private final Outbox.Limits limits;
    private final ConnectionMetrics metrics;
    private volatile boolean running;
    private volatile boolean stopping;

    Connections(Audience audience, NotifyProperties properties, ConnectionMetrics metrics, MeterRegistry meters) {
        this.audience = audience;
        this.properties = properties.connection();
        this.limits = new Outbox.Limits(properties.outbox().maxAlerts(), properties.outbox().maxSize().toBytes(),
                properties.outbox().frameSize().toBytes());
        this.metrics = metrics;
        meters.gauge("red.notify.connections", open,
                all -> all.stream().filter(connection -> !connection.isClosing()).count());
    }

    /** Whether new ones are taken. */
    public boolean areTaken() {
        return !stopping;
    }

    /**
     * A channel speaks WebSocket from here on; on the thread of the channel, whose last handler will be this one's.
     *
     * @param caller to whose images it may listen, and until when
     * @param request what the URL asks for, if anything; it has been decided that the caller may
     * @param wrong what is wrong with the URL, for the client to read
     */
    public void openSocket(Channel channel, Caller caller, @Nullable SubscriptionRequest request,
            @Nullable String wrong) {
        var connection = new Connection(channel, WebSocketWire.INSTANCE, caller.until(), limits, metrics);
        var conversation = conversation(connection, caller);
        channel.pipeline().addLast(new SocketHandler(connection, conversation));
        add(channel, connection, conversation);
        if (wrong != null) {
            connection.answer(Answers.error(wrong));
        } else if (request != null) {
            conversation.subscribe(request);
        }
    }

    /** A channel has begun an answer of server-sent events; on the thread of the channel. */
    public void openStream(Channel channel, Caller caller, SubscriptionRequest request) {
        var connection = new Connection(channel, EventStreamWire.INSTANCE, caller.until(), limits, metrics);
        var conversation = conversation(connection, caller);
        channel.pipeline().addLast(new StreamHandler(connection));
        add(channel, connection, conversation);
        conversation.subscribe(request);
    }

    private Conversation conversation(Connection connection, Caller caller) {
        var rate = new FrameRate(properties.framesPerSecond(), properties.framesBurst(), System.nanoTime());
        return new Conversation(connection, caller, audience.seat(connection), rate);
    }

    private void add(Channel channel, Connection connection, Conversation conversation) {
        open.add(connection);
        channel.closeFuture().addListener(closed -> {
            conversation.closed();
            open.remove(connection);
            if (stopping && open.isEmpty()) {
                allLeft.countDown();
            }
        });
        if (stopping) { // after it was added, so that the stop below sees it or we see the stop
            connection.closeInTurn(CloseReason.RESTART);
        }
    }

    Collection<Connection> all() {
        return open;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        stopping = true;
        var leaving = new ArrayList<>(open);
        if (leaving.isEmpty()) {
            return;
        }
        log.info("Closing {} connections with 1012 within {}", leaving.size(), properties.drain());
        try {
            askToLeave(leaving);
            allLeft.await(properties.closeWait().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(Connection::cut);
    }

    private void askToLeave(List<Connection> leaving) throws InterruptedException {
        Collections.shuffle(leaving);
        var start = System.nanoTime();
        var pause = properties.drain().dividedBy(leaving.size());
        for (var i = 0; i < leaving.size(); i++) {
            var due = Duration.ofNanos(start - System.nanoTime()).plus(pause.multipliedBy(i));
            if (due.isPositive() && allLeft.await(due.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
            leaving.get(i).closeInTurn(CloseReason.RESTART);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
