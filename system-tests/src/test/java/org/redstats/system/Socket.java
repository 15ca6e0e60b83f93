package org.redstats.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/** A subscribed WebSocket that keeps the alerts it gets. */
final class Socket implements WebSocket.Listener, AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final List<JsonNode> alerts = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile boolean subscribed;
    private @Nullable WebSocket socket;

    private Socket() {}

    /** Returns when the server has said that it is subscribed. */
    static Socket open(URI uri) {
        var opened = new Socket();
        opened.socket = HTTP.newWebSocketBuilder().buildAsync(uri, opened).join();
        await().atMost(RedStats.PATIENCE).until(() -> opened.subscribed);
        return opened;
    }

    /** In order of arrival. */
    List<JsonNode> alerts() {
        return alerts;
    }

    List<String> alertedIds() {
        return alerts.stream().map(alert -> alert.get("event_id").asString()).toList();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            take(JSON.readTree(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void take(JsonNode frame) {
        switch (frame.get("type").asString()) {
            case "subscribed" -> subscribed = true;
            case "alert" -> frame.get("alerts").forEach(alerts::add);
            default -> throw new IllegalStateException("unexpected " + frame);
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
