package org.redstats.faults.account;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who wants to be told of the images of a run: by mail and webhook, of everybody's and of one user's, at once and gathered. */
public final class Subscribers implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private final Scene scene;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Subscriber> all = new ArrayList<>();
    private final Map<String, String> tokens = new HashMap<>();

    private Subscribers(Scene scene) {
        this.scene = scene;
    }

    /** Subscribes them all, before the first event of the run. */
    public static Subscribers of(Scene scene, Sent sent) throws IOException {
        var subscribers = new Subscribers(scene);
        var users = sent.users();
        subscribers.mail(sent, 0.9, null, "PT0S");
        subscribers.mail(sent, 0.5, users.get(0), "PT0S");
        subscribers.mail(sent, 0.99, null, "PT1S");
        subscribers.mail(sent, 0.25, users.get(1), "PT5S");
        subscribers.mail(sent, 0.0, users.get(3), "PT2S");
        subscribers.webhook(sent, 0.95, null, "PT0S");
        subscribers.webhook(sent, 0.75, users.get(2), "PT1S");
        subscribers.webhook(sent, 0.999, null, "PT0S"); // the greatest value there is: never told
        return subscribers;
    }

    /** Such as there are already in the database of the service. */
    public static Subscribers existing(Scene scene, List<Subscriber> subscribers) {
        var existing = new Subscribers(scene);
        existing.all.addAll(subscribers);
        return existing;
    }

    List<Subscriber> all() {
        return List.copyOf(all);
    }

    private void mail(Sent sent, double threshold, @Nullable String user, String minInterval)
            throws IOException {
        subscribe("email", "run" + sent.run() + "-" + all.size() + "@example.org", threshold, user, minInterval);
    }

    private void webhook(Sent sent, double threshold, @Nullable String user, String minInterval)
            throws IOException {
        subscribe("webhook_url", scene.webhook("run" + sent.run() + "-" + all.size()), threshold, user,
                minInterval);
    }

    private void subscribe(String kind, String address, double threshold, @Nullable String user, String minInterval)
            throws IOException {
        var body = JSON.createObjectNode().put(kind, address).put("red_threshold", threshold).put("user_id", user)
                .put("min_interval", minInterval);
        var answer = send(HttpRequest.newBuilder(uri("")).header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())), CREATED);
        JsonNode created = JSON.readTree(answer.body());
        var id = created.required("id").asString();
        all.add(new Subscriber(id, address, threshold, user, 0));
        tokens.put(id, created.required("token").asString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request, int expected)
            throws IOException {
        var answer = answer(request.timeout(TIMEOUT).build());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(
                    answer.request() + " was answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + request + " is answered", e);
        }
    }

    private URI uri(String id) {
        return URI.create(scene.subscribe().instances().getFirst().url() + "/sub" + id);
    }

    /** Ends the subscriptions that it has made, so that the next run has its own alone. */
    @Override
    public void close() throws IOException {
        for (var token : tokens.entrySet()) {
            send(HttpRequest.newBuilder(uri("/" + token.getKey()))
                    .header("Authorization", "Bearer " + token.getValue()).DELETE(), NO_CONTENT);
        }
        http.close();
    }
}
