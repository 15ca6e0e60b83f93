package org.redstats.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/** A subscribed WebSocket that keeps the alerts it gets. */
final class Socket implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> alerts = new CopyOnWriteArrayList<>();
    private final AtomicInteger largestFrame = new AtomicInteger();
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger closeCode = new AtomicInteger();
    private final StringBuilder partial = new StringBuilder();
    private volatile @Nullable JsonNode subscribed;
    private volatile @Nullable String pong;
    private @Nullable WebSocket socket;

    private Socket() {}

    /** Returns when the server has said that it is subscribed. */
    static Socket open(URI uri) {
        var opened = new Socket();
        opened.socket = HTTP.newWebSocketBuilder().buildAsync(uri, opened).join();
        await().atMost(PATIENCE).until(() -> opened.subscribed != null);
        return opened;
    }

    /** In order of arrival. */
    List<JsonNode> alerts() {
        return alerts;
    }

    List<String> alertedIds() {
        return alerts.stream().map(alert -> alert.get("event_id").asString()).toList();
    }

    /** The latest answer to a subscription. */
    JsonNode answer() {
        return Objects.requireNonNull(subscribed);
    }

    /** In characters. */
    int largestFrame() {
        return largestFrame.get();
    }

    /** How often the server has asked whether we are there. */
    int pings() {
        return pings.get();
    }

    /** 0 as long as it is open. */
    int closeCode() {
        return closeCode.get();
    }

    void send(String frame) {
        Objects.requireNonNull(socket).sendText(frame, true).join();
    }

    /** Pings and returns what comes back. */
    String ping(String payload) {
        pong = null;
        Objects.requireNonNull(socket).sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
        return await().atMost(PATIENCE).until(() -> pong, Objects::nonNull);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            largestFrame.accumulateAndGet(partial.length(), Math::max);
            take(JSON.readTree(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void take(JsonNode frame) {
        switch (frame.get("type").asString()) {
            case "subscribed" -> subscribed = frame;
            case "alert" -> frame.get("alerts").forEach(alerts::add);
            default -> throw new IllegalStateException("unexpected " + frame);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer message) {
        pings.incrementAndGet();
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pong = StandardCharsets.UTF_8.decode(message).toString();
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closeCode.set(code);
        return null;
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
