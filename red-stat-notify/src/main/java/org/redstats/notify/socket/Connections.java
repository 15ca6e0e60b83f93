package org.redstats.notify.socket;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.redstats.notify.NotifyProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.CloseStatus;

/** The open connections; when the service stops they are asked to reconnect elsewhere, before the web server goes. */
@Component
class Connections implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Connections.class);

    private final Map<String, Connection> byId = new ConcurrentHashMap<>();
    private final NotifyProperties.Connection properties;
    private volatile boolean running;
    private volatile boolean stopping;

    Connections(NotifyProperties properties, MeterRegistry meters) {
        this.properties = properties.connection();
        meters.gaugeMapSize("red.notify.connections", Tags.empty(), byId);
    }

    boolean areTaken() {
        return !stopping;
    }

    void add(String id, Connection connection) {
        byId.put(id, connection);
        if (stopping) { // after the put, so that the stop below sees it or we see the stop
            connection.closeInTurn(CloseStatus.SERVICE_RESTARTED);
        }
    }

    void remove(String id) {
        byId.remove(id);
    }

    Collection<Connection> all() {
        return byId.values();
    }

    @Override
    public void start() {
        running = true;
        stopping = false;
    }

    @Override
    public void stop() {
        running = false;
        stopping = true;
        log.info("Closing {} connections with 1012", byId.size());
        all().forEach(connection -> connection.closeInTurn(CloseStatus.SERVICE_RESTARTED));
        var deadline = System.nanoTime() + properties.closeWait().toNanos();
        try {
            while (!byId.isEmpty() && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        all().forEach(connection -> connection.closeNow(CloseStatus.SERVICE_RESTARTED));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
