package org.redstats.notify.socket;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;
import org.redstats.notify.live.Alert;
import org.redstats.notify.live.Audience;
import org.redstats.notify.live.Outbox;
import org.redstats.notify.live.Replay;
import org.redstats.notify.live.Subscription;
import org.redstats.notify.protocol.Answers;

/**
 * One client. Everything that is sent goes through the outbox and, one departure at a time, through the thread of the
 * channel, which many connections share and which never waits: as long as the kernel has not taken a departure, nothing
 * else leaves the outbox, which drops its oldest alerts when it is full.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is heard of
final class Connection implements Audience.Listener, Runnable {

    /** How long a client has for answering our close. */
    private static final long CLOSE_SECONDS = 10;
    /** The code for a connection that ended without one. */
    private static final int LOST = 1006;

    private final Channel channel;
    private final Wire wire;
    private final @Nullable Instant until;
    private final Outbox<Frame> outbox;
    private final ConnectionMetrics metrics;
    private volatile long heardNanos = System.nanoTime();
    private volatile long pingedNanos = heardNanos;
    private volatile long departedNanos;
    private volatile boolean departing;
    private volatile int closeCode;

    /** @param until when it is closed, because what its client was let in for holds no longer; null for never */
    Connection(Channel channel, Wire wire, @Nullable Instant until, Outbox.Limits limits, ConnectionMetrics metrics) {
        this.channel = channel;
        this.wire = wire;
        this.until = until;
        this.outbox = new Outbox<>(limits, metrics::skipped);
        this.metrics = metrics;
    }

    @Override
    public void subscribed(Subscription subscription, @Nullable Replay replay) {
        var answer = new Frame.Text(Answers.subscribed(subscription, replay));
        if (replay == null) {
            send(answer);
        } else {
            metrics.replayed(replay);
            writeIf(outbox.add(replay.alerts(), answer));
        }
    }

    @Override
    public void alert(Alert alert) {
        writeIf(outbox.add(alert));
    }

    @Override
    public void gap() {
        send(new Frame.Text(Answers.GAP));
    }

    void answer(String text) {
        send(new Frame.Text(text));
    }

    void pong(ByteBuffer payload) {
        send(new Frame.Pong(payload));
    }

    /** Closes once everything before it has been sent. */
    void closeInTurn(CloseReason reason) {
        send(new Frame.Close(reason));
    }

    /** Closes without sending what waits. */
    void closeNow(CloseReason reason) {
        outbox.close();
        onChannelThread(() -> close(reason));
    }

    /** Closes without a word; for a peer that takes none. */
    void cut() {
        outbox.close();
        channel.close();
    }

    void closed() {
        outbox.close();
        metrics.closed(isClosing() ? closeCode : LOST);
    }

    /** Whether the end has been said; what a client sends then is read, so that it gets to our close, and ignored. */
    boolean isClosing() {
        return closeCode != 0;
    }

    /** The client says that it leaves, or answers our close. */
    void left(CloseReason reason) {
        var sent = close(reason);
        sent.addListener(done -> channel.close());
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** How many answers and pings the client has not taken yet. */
    int unread() {
        return outbox.waitingMessages();
    }

    boolean isReplaying() {
        return outbox.isReplaying();
    }

    boolean isSilent(long nowNanos, long longestNanos) {
        return wire.isAnswered() && nowNanos - heardNanos > longestNanos;
    }

    boolean isOver(Instant now) {
        return until != null && now.isAfter(until);
    }

    boolean isStuck(long nowNanos, long longestNanos) {
        return departing && nowNanos - departedNanos > longestNanos;
    }

    void pingAfter(long nowNanos, long intervalNanos) {
        if (nowNanos - pingedNanos > intervalNanos) {
            pingedNanos = nowNanos;
            send(new Frame.Ping());
        }
    }

    private void send(Frame frame) {
        writeIf(outbox.add(frame));
    }

    private void writeIf(boolean needed) {
        if (needed) {
            onChannelThread(this);
        }
    }

    private void onChannelThread(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            channel.close(); // the server is gone
        }
    }

    /** One departure, then to the end of the line of this thread: others want to write, too. */
    @Override
    public void run() {
        var departure = outbox.next();
        if (departure != null) {
            departedNanos = System.nanoTime();
            departing = true;
            var sent = write(departure);
            if (sent.isDone()) {
                departed(departure, sent);
            } else {
                sent.addListener(done -> departed(departure, sent));
            }
        }
    }

    private void departed(Outbox.Departure<Frame> departure, ChannelFuture sent) {
        departing = false;
        if (sent.isSuccess()) {
            metrics.sent(departure.alerts(), departure.replayed());
            writeIf(outbox.hasMore());
        } else {
            cut();
        }
    }

    private ChannelFuture write(Outbox.Departure<Frame> departure) {
        var buffers = channel.alloc();
        if (departure.skipped() > 0) {
            write(wire.text(Answers.skipped(departure.skipped()), buffers));
        }
        var last = departure.alerts().isEmpty() ? channel.newSucceededFuture()
                : write(wire.alerts(departure.alerts(), buffers));
        last = switch (departure.message()) {
            case null -> last;
            case Frame.Text answer -> write(wire.text(answer.text(), buffers));
            case Frame.Ping ping -> write(wire.ping(buffers));
            case Frame.Pong pong -> write(wire.pong(pong.payload(), buffers));
            case Frame.Close close -> close(close.reason());
        };
        channel.flush();
        return last;
    }

    private ChannelFuture write(@Nullable Object message) {
        return message == null ? channel.newSucceededFuture() : channel.write(message);
    }

    private ChannelFuture close(CloseReason reason) {
        if (isClosing()) {
            return channel.newSucceededFuture();
        }
        outbox.close();
        closeCode = reason.code();
        var sent = channel.writeAndFlush(wire.close(reason, channel.alloc()));
        if (wire.isAnswered()) {
            channel.eventLoop().schedule(() -> channel.close(), CLOSE_SECONDS, TimeUnit.SECONDS);
        } else {
            sent.addListener(done -> channel.close());
        }
        return sent;
    }
}
