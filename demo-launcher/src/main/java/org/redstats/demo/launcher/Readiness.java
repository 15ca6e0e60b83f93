package org.redstats.demo.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.redstats.embedded.EmbeddedBroker;

/** Asks, as a user would, whether everything works: through the gateway, and with every queue being read. */
final class Readiness implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<String, Probe> missing = new LinkedHashMap<>();
    private final String token;

    /** @param auth whether that takes a token, of the {@link TrialIssuer} */
    Readiness(EmbeddedBroker broker, boolean auth) throws IOException, InterruptedException {
        token = auth ? TrialToken.of(http, TrialIssuer.address(DemoPorts.ISSUER), "demo", "") : "";
        missing.put("gateway", () -> answers("GET", "/", 200));
        missing.put("store", () -> broker.isRead("red.store") && answers("GET", "/stat", 200));
        missing.put("subscribe", () -> broker.isRead("red.subscribe") && answers("GET", "/sub/unknown", 404));
        missing.put("notify", () -> broker.isRead("red.notify.") && greets("/ws?red_threshold=1"));
        missing.put("red", () -> answers("OPTIONS", "/red", 200));
    }

    private interface Probe {
        boolean succeeds() throws IOException, InterruptedException, ExecutionException, TimeoutException;
    }

    /** Returns what is not ready yet, having said what has become so. */
    String missing(Console console, Stopwatch watch) throws InterruptedException {
        for (Iterator<Map.Entry<String, Probe>> probes = missing.entrySet().iterator(); probes.hasNext();) {
            Map.Entry<String, Probe> probe = probes.next();
            if (succeeds(probe.getValue())) {
                probes.remove();
                console.say(probe.getKey() + " answers (" + watch + ")");
            }
        }
        return String.join(", ", missing.keySet());
    }

    private static boolean succeeds(Probe probe) throws InterruptedException {
        try {
            return probe.succeeds();
        } catch (IOException | ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private boolean answers(String method, String path, int status) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(DemoServices.ADDRESS + path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody()).timeout(PATIENCE).build();
        return http.send(request, BodyHandlers.discarding()).statusCode() == status;
    }

    private boolean greets(String path) throws InterruptedException, ExecutionException, TimeoutException {
        URI address = URI.create(DemoServices.ADDRESS.replaceFirst("http", "ws") + path);
        return FirstFrame.of(http, address, token, PATIENCE).contains("\"subscribed\"");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
