package org.redstats.notify;

import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A WebSocket client that keeps what it gets, and reads only while it is told to. */
public final class Client implements AutoCloseable, WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private volatile String closeReason = "";
    private final CompletableFuture<String> pong = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final boolean readsAtOnce;
    private CompletableFuture<WebSocket> sending = socket;

    private Client(boolean readsAtOnce) {
        this.readsAtOnce = readsAtOnce;
    }

    static Client open(URI uri, boolean readsAtOnce) {
        return open(uri, readsAtOnce, Instance.HTTP.newWebSocketBuilder());
    }

    static Client open(URI uri, boolean readsAtOnce, WebSocket.Builder builder) {
        var client = new Client(readsAtOnce);
        var socket = builder.buildAsync(uri, client).join();
        client.socket.complete(socket);
        return client;
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (readsAtOnce) {
            webSocket.request(Long.MAX_VALUE);
        }
    }

    /** Reads from now on. */
    public void read() {
        socket.join().request(Long.MAX_VALUE);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.add(text.toString());
            text.setLength(0);
        }
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer message) {
        pong.complete(StandardCharsets.UTF_8.decode(message).toString());
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        closeCode.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }

    public Client send(String frame) {
        socket.join().sendText(frame, true).join();
        return this;
    }

    /** Sends one after another, whether or not the server takes it. */
    void sendWithoutWaiting(String frame) {
        sending = sending.thenCompose(webSocket -> webSocket.sendText(frame, true));
    }

    void sendWithoutWaiting(byte[] bytes) {
        sending = sending.thenCompose(webSocket -> webSocket.sendBinary(ByteBuffer.wrap(bytes), true));
    }

    Client sendInParts(String... parts) {
        for (var i = 0; i < parts.length; i++) {
            var part = parts[i];
            var last = i == parts.length - 1;
            sending = sending.thenCompose(webSocket -> webSocket.sendText(part, last));
        }
        return this;
    }

    /** Pings and returns what the pong brings. */
    String ping(String payload) {
        socket.join().sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
        return pong.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void leave(int code) {
        socket.join().sendClose(code, "").join();
    }

    /** The next frame as it came. */
    public String nextText() {
        try {
            var frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(frame).as("a frame").isNotNull();
            return Description.requireSendable(Objects.requireNonNull(frame));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public JsonNode next() {
        return JsonMapper.shared().readTree(nextText());
    }

    /** Waits for the answer to a subscription. */
    public Client subscribed() {
        assertThat(next().path("type").stringValue()).isEqualTo("subscribed");
        return this;
    }

    /** Waits for the notice that an unknown number was missed. */
    Client gap() {
        assertThat(nextText()).isEqualTo("{\"type\":\"skipped\",\"count\":null}");
        return this;
    }

    /** The ids of the next alerts, from one or several frames. */
    public List<String> nextIds(int count) {
        var ids = new ArrayList<String>();
        while (ids.size() < count) {
            var frame = next();
            assertThat(frame.path("type").stringValue()).isEqualTo("alert");
            frame.path("alerts").forEach(alert -> ids.add(alert.path("event_id").stringValue()));
        }
        assertThat(ids).hasSize(count);
        return ids;
    }

    /** Hands every frame to the reader until the event has come. */
    public void readUntil(String eventId, Consumer<JsonNode> reader) {
        var done = false;
        while (!done) {
            var frame = next();
            reader.accept(frame);
            done = frame.path("alerts").valueStream()
                    .anyMatch(alert -> alert.path("event_id").stringValue().equals(eventId));
        }
    }

    boolean hasNothing() {
        return frames.isEmpty();
    }

    int closeCode() {
        return closeCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** What is said with the code. */
    String closeReason() {
        return closeReason;
    }

    /** What was chosen among the subprotocols that it offered. */
    String subprotocol() {
        return socket.join().getSubprotocol();
    }

    boolean isOpen() {
        return !closeCode.isDone();
    }

    @Override
    public void close() {
        socket.join().abort();
    }
}
