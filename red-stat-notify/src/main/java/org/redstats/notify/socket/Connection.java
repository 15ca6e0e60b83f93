package org.redstats.notify.socket;

import java.io.IOException;

import org.redstats.notify.live.Alert;
import org.redstats.notify.live.Audience;
import org.redstats.notify.live.Outbox;
import org.redstats.notify.live.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/**
 * One open socket. Everything that is sent goes through the outbox and one writer at a time, a virtual thread that
 * lives while there is something to write. Its sends block: a client that takes nothing parks this thread and no other,
 * and no longer than the send timeout, after which the container cuts the connection.
 */
final class Connection implements Audience.Listener {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final WebSocketSession session;
    private final Outbox<Frame> outbox;
    private final SocketMetrics metrics;
    private volatile long heardNanos = System.nanoTime();
    private volatile long pingedNanos = heardNanos;

    Connection(WebSocketSession session, Outbox.Limits limits, SocketMetrics metrics) {
        this.session = session;
        this.outbox = new Outbox<>(limits, metrics::skipped);
        this.metrics = metrics;
    }

    @Override
    public void subscribed(Subscription subscription) {
        answer(Answers.subscribed(subscription));
    }

    @Override
    public void alert(Alert alert) {
        startWriterIf(outbox.add(alert));
    }

    void answer(String text) {
        send(new Frame.Text(text));
    }

    void ping() {
        pingedNanos = System.nanoTime();
        send(new Frame.Ping());
    }

    /** Closes once everything before it has been sent. */
    void closeInTurn(CloseStatus status) {
        send(new Frame.Close(status));
    }

    /** Closes without sending what waits. */
    void closeNow(CloseStatus status) {
        outbox.close();
        try {
            session.close(status);
        } catch (IOException | IllegalStateException e) {
            log.debug("Connection {} did not take its close frame", session.getId(), e);
        }
    }

    void closed() {
        outbox.close();
    }

    void heard(long nowNanos) {
        heardNanos = nowNanos;
    }

    long heardNanos() {
        return heardNanos;
    }

    long pingedNanos() {
        return pingedNanos;
    }

    /** How many answers and pings the client has not taken yet. */
    int unread() {
        return outbox.waitingMessages();
    }

    private void send(Frame frame) {
        startWriterIf(outbox.add(frame));
    }

    private void startWriterIf(boolean needed) {
        if (needed) {
            Thread.ofVirtual().name("writer").start(this::write);
        }
    }

    /** One departure, then to the end of the line: virtual threads are not preempted, and others wait to write too. */
    private void write() {
        try {
            var departure = outbox.next();
            if (departure != null) {
                write(departure);
                startWriterIf(outbox.hasMore());
            }
        } catch (IOException | RuntimeException e) {
            log.debug("Connection {} takes no more", session.getId(), e);
            closeNow(CloseStatus.SERVER_ERROR);
        }
    }

    private void write(Outbox.Departure<Frame> departure) throws IOException {
        if (departure.skipped() > 0) {
            session.sendMessage(new TextMessage(Answers.skipped(departure.skipped())));
        }
        if (!departure.alerts().isEmpty()) {
            session.sendMessage(new TextMessage(Answers.alerts(departure.alerts())));
            metrics.sent(departure.alerts());
        }
        switch (departure.message()) {
            case null -> {
            }
            case Frame.Text answer -> session.sendMessage(new TextMessage(answer.text()));
            case Frame.Ping ping -> session.sendMessage(new PingMessage());
            case Frame.Close close -> closeNow(close.status());
        }
    }
}
