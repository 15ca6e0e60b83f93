package org.redstats.faults.account;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;

/** Whether live alerts come, to whoever connects after all that has happened. */
public final class LiveCheck implements WebSocket.Listener {

    private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":\"([^\"]+)\"");

    private final Set<String> came = ConcurrentHashMap.newKeySet();

    private LiveCheck() {}

    /** Waits until an event that is sent from now on has been pushed to a new connection; traffic must be going on. */
    public static void awaitPush(Scene scene, Sent sent) {
        var check = new LiveCheck();
        try (var http = HttpClient.newHttpClient()) {
            var address = scene.live().instances().getFirst().url().replace("http", "ws") + "/ws?red_threshold=0.5";
            var socket = http.newWebSocketBuilder().buildAsync(URI.create(address), check).join();
            var first = sent.size();
            Awaitility.await("a live alert").atMost(Scene.PATIENCE).pollInSameThread().until(() -> {
                for (var number = first; number < sent.size(); number++) {
                    if (check.came.contains(sent.event(number).eventId().toString())) {
                        return true;
                    }
                }
                return false;
            });
            socket.abort();
            http.shutdownNow();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence frame, boolean last) {
        EVENT_ID.matcher(frame).results().forEach(found -> came.add(found.group(1)));
        socket.request(1);
        return null;
    }
}
