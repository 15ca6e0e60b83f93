package org.redstats.notify.socket;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.redstats.notify.NotifyProperties;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/** Pings every connection and closes those from which nothing comes back. */
@Component
class Heartbeat implements Runnable, DisposableBean {

    private static final CloseStatus SILENT = CloseStatus.GOING_AWAY.withReason("no answer to pings");
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory());
    private final ScheduledFuture<?> beats;
    private final Connections connections;
    private final Duration pingInterval;
    private final Duration silence;

    Heartbeat(Connections connections, NotifyProperties properties) {
        this.connections = connections;
        this.pingInterval = properties.connection().pingInterval();
        this.silence = properties.connection().silence();
        var pause = Math.min(pingInterval.dividedBy(5).toNanos(), LONGEST_PAUSE.toNanos());
        this.beats = clock.scheduleWithFixedDelay(this, pause, pause, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        var now = System.nanoTime();
        for (var connection : connections.all()) {
            if (now - connection.heardNanos() > silence.toNanos()) {
                // On a thread of its own: it waits for a moment where a peer takes nothing.
                Thread.ofVirtual().start(() -> connection.closeNow(SILENT));
            } else if (now - connection.pingedNanos() > pingInterval.toNanos()) {
                connection.ping();
            }
        }
    }

    @Override
    public void destroy() {
        beats.cancel(false);
        clock.shutdown();
    }
}
