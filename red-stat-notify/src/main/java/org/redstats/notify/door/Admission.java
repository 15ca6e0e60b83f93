package org.redstats.notify.door;

import java.net.InetAddress;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import org.jspecify.annotations.Nullable;
import org.redstats.auth.Bearer;
import org.redstats.auth.Caller;
import org.redstats.auth.Refused;
import org.redstats.auth.SignIn;
import org.redstats.notify.NotifyProperties;
import org.redstats.notify.socket.Connections;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;

/** Whether a request is let in. */
@Component
class Admission {

    private static final String VERSION = "13";

    private final SignIn signIn;
    private final Connections connections;
    private final CorsConfiguration origins = new CorsConfiguration();
    private final Callers callers;
    private final Places places;
    private final MeterRegistry meters;

    Admission(SignIn signIn, Connections connections, NotifyProperties properties, MeterRegistry meters) {
        this.signIn = signIn;
        this.connections = connections;
        this.origins.setAllowedOriginPatterns(properties.allowedOrigins());
        this.callers = new Callers(properties.trustedProxies());
        this.places = new Places(properties.limits().connections(), properties.limits().connectionsPerAddress());
        this.meters = meters;
    }

    boolean asksForTokens() {
        return signIn.isOn();
    }

    /**
     * Who asks; may wait, so it is not for the thread of a channel.
     *
     * @throws Refused when nobody knows who
     */
    Caller identify(HttpRequest request) {
        var headers = request.headers();
        var path = PathContainer.parsePath(new QueryStringDecoder(request.uri()).path());
        return signIn.caller(path, Bearer.of(headers.get(HttpHeaderNames.AUTHORIZATION),
                headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)));
    }

    /** What is wrong with a request for a WebSocket, if anything. */
    @Nullable
    Refusal ofSocket(HttpRequest request) {
        var headers = request.headers();
        if (!request.method().equals(HttpMethod.GET)) {
            return notGet();
        }
        if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "This is a WebSocket endpoint. Connect with a"
                    + " WebSocket client to ws://<host>/ws?red_threshold=0.5, or send {\"red_threshold\":0.5} once"
                    + " connected. Without WebSocket, GET /ws/events?red_threshold=0.5 gives the same as server-sent"
                    + " events.", HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        }
        if (!VERSION.equals(headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "Only version 13 of WebSocket is spoken here.",
                    HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION);
        }
        if (headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY) == null) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "The header Sec-WebSocket-Key is missing.");
        }
        return ofOrigin(request);
    }

    /** What is wrong with a request for server-sent events, if anything. */
    @Nullable
    Refusal ofStream(HttpRequest request) {
        return request.method().equals(HttpMethod.GET) ? ofOrigin(request) : notGet();
    }

    /** Takes a place for as long as the connection lasts, or says why there is none. */
    @Nullable
    Refusal place(InetAddress caller) {
        if (!connections.areTaken()) {
            return refused(Refusal.forNow(HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "This instance is stopping; try again."));
        }
        return switch (places.take(caller)) {
            case TAKEN -> null;
            case FULL -> refused(Refusal.forNow(HttpResponseStatus.SERVICE_UNAVAILABLE,
                    "This instance has as many connections as it may have; try again."));
            case TOO_MANY_OF_ADDRESS -> refused(Refusal.forNow(HttpResponseStatus.TOO_MANY_REQUESTS,
                    "Your address has as many connections as it may have."));
        };
    }

    void leave(InetAddress caller) {
        places.giveBack(caller);
    }

    InetAddress caller(HttpRequest request, InetAddress peer) {
        return callers.caller(peer, request.headers().getAll("X-Forwarded-For"));
    }

    private @Nullable Refusal ofOrigin(HttpRequest request) {
        var origin = request.headers().get(HttpHeaderNames.ORIGIN);
        return origin == null || origins.checkOrigin(origin) != null ? null
                : refused(new Refusal(HttpResponseStatus.FORBIDDEN, "Pages of this origin may not connect."));
    }

    private static Refusal notGet() {
        return new Refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "Only GET connects.", HttpHeaderNames.ALLOW,
                HttpMethod.GET);
    }

    /** Counts it. */
    Refusal refused(Refusal refusal) {
        meters.counter("red.notify.refusals", "status", refusal.status().codeAsText().toString()).increment();
        return refusal;
    }
}
