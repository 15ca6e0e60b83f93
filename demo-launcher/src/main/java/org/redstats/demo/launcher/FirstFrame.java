package org.redstats.demo.launcher;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/** Waits for what a WebSocket says first. */
final class FirstFrame implements WebSocket.Listener {
    private final CompletableFuture<String> text = new CompletableFuture<>();

    static String of(HttpClient http, URI address, String token, Duration patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        FirstFrame first = new FirstFrame();
        WebSocket socket = http.newWebSocketBuilder().connectTimeout(patience)
                .header("Authorization", "Bearer " + token).buildAsync(address, first)
                .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return first.text.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            socket.abort();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.complete(data.toString());
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        text.complete("");
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        text.completeExceptionally(error);
    }
}
