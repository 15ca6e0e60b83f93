package org.redstats.gateway.failover;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import org.jspecify.annotations.Nullable;
import org.redstats.gateway.balance.NoInstanceReady;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Why a service gave no answer. */
enum Outage {

    NONE_READY("is not available: no instance takes requests"),
    REFUSED("is not available: it accepts no connection"),
    BUSY("takes no requests now"),
    CUT("closed the connection before it answered"),
    SILENT("did not answer in time");

    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final String description;

    Outage(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /**
     * True where the instance has certainly seen nothing of the request, or may see it again. Silence is not repeated:
     * the client has waited long enough, and a service that is too busy would only get busier.
     */
    boolean letsRepeat(HttpMethod method) {
        return switch (this) {
            case NONE_READY, SILENT -> false;
            case REFUSED -> true;
            case BUSY, CUT -> HARMLESS.contains(method);
        };
    }

    /** The outage behind an error, or null where the service is not at fault. */
    static @Nullable Outage behind(Throwable error) {
        return switch (error) {
            case NoInstanceReady none -> NONE_READY;
            case ResponseStatusException busy when busy.getStatusCode() == HttpStatus.SERVICE_UNAVAILABLE -> BUSY;
            case ConnectException refused -> REFUSED;
            case NoRouteToHostException refused -> REFUSED;
            case UnknownHostException refused -> REFUSED;
            case TimeoutException silent -> SILENT;
            case WebSocketHandshakeException cut -> CUT;
            case IOException cut -> CUT;
            default -> null;
        };
    }
}
