package org.redstats.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.redstats.embedded.MailSink;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestBroker;
import org.redstats.testing.TestDatabase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

/**
 * The whole system, started once for all tests: two instances of each of the trio behind one gateway, the sample RED, a
 * broker, a database for each service that has one, and an inbox. Tests tell their events apart by users of their own.
 */
final class RedStats {

    /** How long a test waits for something that takes milliseconds when all is well. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    private final Broker broker;
    private final MailSink inbox;
    private final Map<String, List<ServiceProcess>> services = new HashMap<>();
    private final ServiceProcess gateway;

    private RedStats() {
        try {
            var testBroker = TestBroker.shared();
            broker = new Broker(testBroker);
            inbox = MailSink.start(0, 0, null);
            Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
            var amqp = Map.of("SPRING_RABBITMQ_HOST", testBroker.host(),
                    "SPRING_RABBITMQ_PORT", Integer.toString(testBroker.port()),
                    "SPRING_RABBITMQ_USERNAME", testBroker.user(),
                    "SPRING_RABBITMQ_PASSWORD", testBroker.password());
            startTwo("red-stat-store", List.of(amqp, database()));
            startTwo("red-stat-subscribe", List.of(amqp, database(), Map.of(
                    "SPRING_MAIL_HOST", "127.0.0.1",
                    "SPRING_MAIL_PORT", Integer.toString(inbox.smtpPort()),
                    "RED_SUBSCRIBE_CONFIRMATION_REQUIRED", "false",
                    "RED_SUBSCRIBE_LIMITS_PERCLIENT", "0",
                    "RED_SUBSCRIBE_LIMITS_PERTARGET", "0")));
            startTwo("red-stat-notify", List.of(amqp));
            services.put("red-demo", List.of(start("red-demo", "red-demo", amqp)));
            gateway = start("gateway", "gateway", Map.of(
                    "MANAGEMENT_SERVER_PORT", "0",
                    "RED_GATEWAY_LIMITS_REQUESTSPERMINUTE", "0",
                    "RED_GATEWAY_BACKENDS_STORE", urls("red-stat-store"),
                    "RED_GATEWAY_BACKENDS_SUBSCRIBE", urls("red-stat-subscribe"),
                    "RED_GATEWAY_BACKENDS_NOTIFY", urls("red-stat-notify"),
                    "RED_GATEWAY_BACKENDS_RED", urls("red-demo")));
            services.put("gateway", List.of(gateway));
            await().atMost(Duration.ofMinutes(4)).pollInSameThread().until(() -> all().allMatch(ServiceProcess::ready));
            // Each service being ready is not enough: the gateway has to have seen it.
            await().atMost(PATIENCE).pollInSameThread().until(this::reachable);
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static RedStats running() {
        return Started.RED_STATS;
    }

    /** Only for whoever asks for it: tests of other systems wait as long as those of this one. */
    private static final class Started {

        static final RedStats RED_STATS = new RedStats();
    }

    Broker broker() {
        return broker;
    }

    /** The two instances of a service, for what must hold for each of them. */
    List<ServiceProcess> instances(String module) {
        return List.copyOf(services.getOrDefault(module, List.of()));
    }

    /**
     * Ends an instance in order and starts it again at its address.
     *
     * @param index 0 or 1
     * @param reached whether the gateway sends it requests again; this waits for it
     */
    void restart(String module, int index, Predicate<ServiceProcess> reached) {
        var all = requireNonNull(services.get(module));
        var restarted = all.get(index).restarted();
        all.set(index, restarted);
        await().atMost(Duration.ofMinutes(4)).pollInSameThread().until(() -> reached.test(restarted));
    }

    /** {@code GET /stat} for one user. */
    JsonNode stat(String userId, Map<String, String> parameters) {
        var query = Stream.concat(Stream.of(Map.entry("user_id", userId)), parameters.entrySet().stream())
                .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return json(get("/stat?" + query));
    }

    long total(String userId) {
        return stat(userId, Map.of()).get("total").asLong();
    }

    /** Subscribes an address to one user's images, told of every match as it comes. */
    JsonNode subscribe(String email, double threshold, String userId, String minInterval) {
        var body = JSON.createObjectNode().put("email", email).put("red_threshold", threshold).put("user_id", userId)
                .put("min_interval", minInterval);
        return json(send(request("/sub").header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))));
    }

    /** The mails to an address, oldest first, each with its text. */
    List<JsonNode> mailsTo(String email) {
        var found = new ArrayList<JsonNode>();
        for (var mail : json(inbox("/api/v1/messages?limit=1000")).get("messages")) {
            if (mail.get("To").get(0).get("Address").asString().equals(email)) {
                found.addFirst(json(inbox("/api/v1/message/" + mail.get("ID").asString())));
            }
        }
        return found;
    }

    /** Where the gateway is. */
    String url() {
        return gateway.url();
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + path)).timeout(PATIENCE);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(HttpResponse<String> response) {
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(response.uri() + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** An open connection through the gateway. */
    Socket socket(double threshold, String userId) {
        return socket(gateway, threshold, userId);
    }

    /** An address of the gateway as that of a WebSocket. */
    URI webSocket(String path) {
        return URI.create(gateway.url().replace("http", "ws") + path);
    }

    /** Status and headers of an answer that may never end; its body is left alone. */
    HttpResponse<InputStream> head(String path) {
        try {
            var answer = HTTP.send(request(path).build(), BodyHandlers.ofInputStream());
            answer.body().close();
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Where a WebSocket is opened through the gateway. */
    URI liveAlerts(double threshold, String userId) {
        return liveAlerts(gateway, threshold, userId);
    }

    /** An open connection to one instance. */
    Socket socket(ServiceProcess instance, double threshold, String userId) {
        return Socket.open(liveAlerts(instance, threshold, userId));
    }

    private static URI liveAlerts(ServiceProcess instance, double threshold, String userId) {
        return URI.create(instance.url().replace("http", "ws") + "/ws?red_threshold=" + threshold
                + "&user_id=" + URLEncoder.encode(userId, StandardCharsets.UTF_8));
    }

    private HttpResponse<String> inbox(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + inbox.httpPort() + path)));
    }

    private void startTwo(String module, List<Map<String, String>> settings) {
        var all = new HashMap<String, String>();
        settings.forEach(all::putAll);
        services.put(module, new CopyOnWriteArrayList<>(List.of(
                start(module, module + "-1", all), start(module, module + "-2", all))));
    }

    private static ServiceProcess start(String module, String name, Map<String, String> settings) {
        return ServiceProcess.start(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-jar", Path.of("..", module, "target", module + ".jar").toString()), settings,
                Path.of("target", name + ".log"));
    }

    private Map<String, String> database() {
        var database = TestDatabase.shared();
        return Map.of("SPRING_DATASOURCE_URL", database.freshDatabase(),
                "SPRING_DATASOURCE_USERNAME", database.user(),
                "SPRING_DATASOURCE_PASSWORD", database.password());
    }

    private String urls(String module) {
        return instances(module).stream().map(ServiceProcess::url).collect(Collectors.joining(","));
    }

    private boolean reachable() {
        return Stream.of("/stat", "/sub/" + UUID.randomUUID(), "/ws", "/red")
                .allMatch(path -> get(path).statusCode() != HttpURLConnection.HTTP_UNAVAILABLE);
    }

    private Stream<ServiceProcess> all() {
        return services.values().stream().flatMap(List::stream);
    }

    private void stop() {
        all().forEach(ServiceProcess::askToStop);
        inbox.close();
    }
}
