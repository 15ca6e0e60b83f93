package org.redstats.notify.socket;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.redstats.notify.NotifyProperties;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Pings every connection, closes those from which nothing comes back or whose token expired, and cuts those that take nothing. */
@Component
class Heartbeat implements Runnable, DisposableBean {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ScheduledExecutorService clock = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("heartbeat").factory());
    private final ScheduledFuture<?> beats;
    private final Connections connections;
    private final NotifyProperties.Connection limits;

    Heartbeat(Connections connections, NotifyProperties properties) {
        this.connections = connections;
        this.limits = properties.connection();
        var pause = Math.min(limits.pingInterval().dividedBy(5).toNanos(), LONGEST_PAUSE.toNanos());
        this.beats = clock.scheduleWithFixedDelay(this, pause, pause, TimeUnit.NANOSECONDS);
    }

    @Override
    public void run() {
        var now = System.nanoTime();
        var time = Instant.now();
        for (var connection : connections.all()) {
            if (connection.isStuck(now, limits.sendTimeout().toNanos())) {
                connection.cut();
            } else if (connection.isOver(time)) {
                connection.closeNow(CloseReason.EXPIRED);
            } else if (connection.isSilent(now, limits.silence().toNanos())) {
                connection.closeNow(CloseReason.SILENT);
            } else {
                connection.pingAfter(now, limits.pingInterval().toNanos());
            }
        }
    }

    @Override
    public void destroy() {
        beats.cancel(false);
        clock.shutdown();
    }
}
