package org.redstats.gateway;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** A small service on a real socket that says what it got, and misbehaves when the path asks for it. */
public final class StandIn implements AutoCloseable {

    /** As a readiness: no answer at all. */
    static final int SILENT = 0;

    private final String name;
    private final DisposableServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger healthChecks = new AtomicInteger();
    private volatile boolean dead;
    private volatile int readiness = 200;
    private volatile String mood = "";

    private StandIn(String name, String host, int port) {
        this.name = name;
        this.server = HttpServer.create()
                .host(host)
                .port(port)
                .doOnConnection(this::accept)
                .handle(this::answer)
                .bindNow();
    }

    public static StandIn named(String name) {
        return new StandIn(name, "127.0.0.1", 0);
    }

    public static StandIn at(String host, int port, String name) {
        return new StandIn(name, host, port);
    }

    public URI uri() {
        return URI.create("http://" + server.host() + ":" + port());
    }

    public int port() {
        return server.port();
    }

    /** Method and path of each request except those for health. */
    public List<String> requests() {
        return requests;
    }

    List<Integer> closeCodes() {
        return closeCodes;
    }

    int healthChecks() {
        return healthChecks.get();
    }

    public void readiness(int status) {
        readiness = status;
    }

    /** From now on every request is answered as if its path asked for this; nothing for what it asks for itself. */
    public void mood(String mood) {
        this.mood = mood;
    }

    /** Dies as a killed process does: nobody listens, and every connection is cut. */
    @Override
    public void close() {
        dead = true;
        server.disposeNow(Duration.ofSeconds(5));
        connections.forEach(StandIn::cut);
    }

    private void accept(Connection connection) {
        connections.add(connection);
        if (dead) {
            cut(connection);
        }
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        if (request.uri().startsWith("/actuator/health")) {
            healthChecks.incrementAndGet();
            int status = readiness;
            return status == SILENT
                    ? Mono.never()
                    : response.status(status).keepAlive(false).sendString(Mono.just("{}"));
        }
        requests.add(request.method() + " " + request.uri());
        String wish = request.uri() + mood;
        if (wish.contains("silent")) {
            return Mono.never();
        }
        if (wish.contains("cut")) {
            return request.receive().then().doOnTerminate(() -> request.withConnection(StandIn::cut));
        }
        if (wish.contains("half")) {
            return response.header("Content-Length", "100")
                    .send(Flux.concat(Mono.just(Unpooled.copiedBuffer("half of it", StandardCharsets.UTF_8)),
                            Mono.error(new IOException("cut"))), part -> true);
        }
        if (request.uri().equals("/ws/events")) {
            return response.sse()
                    .sendString(Flux.concat(Mono.just("data: first\n\n"), Mono.never()),
                            StandardCharsets.UTF_8);
        }
        if (wish.contains("busy")) {
            return response.status(503).header("Retry-After", "5").send();
        }
        if (wish.contains("refuse")) {
            return response.status(429).header("Retry-After", "7").send();
        }
        if (request.requestHeaders().contains("Upgrade", "websocket", true)) {
            return response.sendWebsocket(this::talk,
                    WebsocketServerSpec.builder().handlePing(true).maxFramePayloadLength(1 << 20).build());
        }
        return request.receive()
                .map(part -> (long) part.readableBytes())
                .reduce(0L, Long::sum)
                .flatMap(bytes -> response.header("Content-Type", "text/plain")
                        .keepAlive(!request.uri().contains("unpooled"))
                        .sendString(Mono.just(said(request, bytes)))
                        .then());
    }

    private String said(HttpServerRequest request, long bytes) {
        return name + "\n" + request.method() + " " + request.uri() + "\nbytes=" + bytes + "\n"
                + headers(request);
    }

    private static String headers(HttpServerRequest request) {
        return request.requestHeaders()
                .entries()
                .stream()
                .map(header -> header.getKey() + ": " + header.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private Publisher<Void> talk(WebsocketInbound in, WebsocketOutbound out) {
        in.receiveCloseStatus().subscribe(status -> closeCodes.add(status.code()));
        return out.sendObject(Mono.just(new TextWebSocketFrame("hello from " + name)))
                .then(in.aggregateFrames(1 << 20).receiveFrames().concatMap(frame -> reply(frame, out)).then());
    }

    private Publisher<Void> reply(WebSocketFrame frame, WebsocketOutbound out) {
        if (!(frame instanceof TextWebSocketFrame text)) {
            return frame instanceof PingWebSocketFrame ? Mono.empty() : out.sendString(Mono.just("got a pong")).then();
        }
        String said = text.text();
        if (said.startsWith("close ")) {
            return out.sendString(Mono.just("last words"))
                    .then(out.sendClose(Integer.parseInt(said.substring(6)), "as told"));
        }
        if (said.startsWith("big ")) {
            return out.sendString(Mono.just("x".repeat(Integer.parseInt(said.substring(4))))).then();
        }
        if (said.equals("vanish")) {
            return Mono.fromRunnable(() -> out.withConnection(StandIn::cut));
        }
        if (said.equals("ping me")) {
            return out.sendObject(new PingWebSocketFrame()).then();
        }
        return out.sendString(Mono.just(name + " heard " + said)).then();
    }

    private static void cut(Connection connection) {
        FutureMono.from(connection.channel().close()).subscribe();
    }
}
