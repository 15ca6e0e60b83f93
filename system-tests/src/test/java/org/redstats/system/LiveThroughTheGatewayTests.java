package org.redstats.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestBroker;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;

/**
 * Live alerts as clients get them: through the gateway, which balances three instances, two of which die. Whatever has
 * an idle timeout has a short one.
 */
class LiveThroughTheGatewayTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int IDLE_SECONDS = 1;

    private static final List<ServiceProcess> instances = new ArrayList<>();
    private static final List<ServiceProcess> running = new ArrayList<>();
    private static ServiceProcess gateway;
    private static Broker broker;

    @BeforeAll
    static void start() throws IOException, TimeoutException {
        var testBroker = TestBroker.shared();
        broker = new Broker(testBroker);
        for (var i = 1; i <= 3; i++) {
            instances.add(start("red-stat-notify", "live-" + i, Map.of(
                    "SPRING_RABBITMQ_HOST", testBroker.host(),
                    "SPRING_RABBITMQ_PORT", Integer.toString(testBroker.port()),
                    "SERVER_NETTY_IDLETIMEOUT", IDLE_SECONDS + "s",
                    "RED_NOTIFY_OUTBOX_FRAMESIZE", "256KB",
                    "RED_NOTIFY_CONNECTION_PINGINTERVAL", "1s")));
        }
        gateway = start("gateway", "live-gateway", Map.of(
                "MANAGEMENT_SERVER_PORT", "0",
                "SERVER_NETTY_IDLETIMEOUT", IDLE_SECONDS + "s",
                "SPRING_CLOUD_GATEWAY_SERVER_WEBFLUX_HTTPCLIENT_POOL_MAXIDLETIME", IDLE_SECONDS + "s",
                "RED_GATEWAY_ANSWERTIMEOUT", "10s",
                "RED_GATEWAY_HEALTH_INTERVAL", "200ms",
                "RED_GATEWAY_BACKENDS_NOTIFY",
                instances.stream().map(ServiceProcess::url).collect(Collectors.joining(","))));
        running.addAll(instances);
        await().until(() -> instances.stream().allMatch(ServiceProcess::ready) && gateway.ready());
        await().until(() -> HTTP.send(HttpRequest.newBuilder(URI.create(gateway.url() + "/ws"))
                .build(), BodyHandlers.discarding()).statusCode() == 426);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        instances.forEach(ServiceProcess::askToStop);
        instances.forEach(ServiceProcess::close);
        broker.close();
    }

    @Test
    void anIdleSocketOutlivesEveryIdleTimeout() {
        var user = newUser();
        try (var socket = socket(user, "")) {
            await().until(() -> socket.pings() >= 5 * IDLE_SECONDS);

            var id = publish(user);

            await().until(() -> socket.alertedIds().equals(List.of(id)));
            assertThat(socket.closeCode()).isZero();
        }
    }

    @Test
    void aClientsPingIsAnswered() {
        try (var socket = socket(newUser(), "")) {
            assertThat(socket.ping("are you there")).isEqualTo("are you there");
        }
    }

    @Test
    void aFrameMayBeLarge() {
        var user = newUser();
        try (var live = socket(user, "")) {
            var first = publish(user);
            IntStream.range(0, 2000).forEach(i -> publish(user));
            await().until(() -> live.alerts().size() == 2001);

            try (var again = socket(user, "&since=" + first)) {
                await().until(() -> again.alerts().size() == 2000);
                assertThat(again.largestFrame()).isGreaterThan(128 * 1024);
                assertThat(again.answer().get("complete").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void theServicesCloseCodeArrives() {
        try (var tooBig = socket(newUser(), ""); var flood = socket(newUser(), "")) {
            tooBig.send(" ".repeat(5000));
            await().until(() -> tooBig.closeCode() == 1009);

            Thread.ofVirtual()
                    .start(() -> IntStream.range(0, 1000).forEach(i -> flood.send("{\"red_threshold\":0.5}")));
            await().until(() -> flood.closeCode() == 1008);
        }
    }

    @Test
    void serverSentEventsComeAndResume() {
        var user = newUser();
        var lines = new CopyOnWriteArrayList<String>();
        var reading = readStream(user, "", lines);
        await().until(() -> lines.stream().anyMatch(line -> line.contains("subscribed")));
        // The comments that keep it alive come through, too.
        await().until(() -> lines.stream().filter(": ping"::equals).count() >= 3);
        var first = publish(user);
        await().until(() -> lines.contains("id: " + first));
        var second = publish(user);

        var resumed = new CopyOnWriteArrayList<String>();
        await().until(() -> lines.contains("id: " + second));
        var resuming = readStream(user, first, resumed);
        await().until(() -> resumed.stream().anyMatch(line -> line.contains("\"replayed\":1,\"complete\":true")));
        assertThat(resumed).contains("id: " + second).doesNotContain("id: " + first);
        reading.cancel(true);
        resuming.cancel(true);
    }

    @Test
    void clientsOfAKilledInstanceAreToldAndGetTheRestFromAnother() {
        var user = newUser();
        var sockets = IntStream.range(0, 12).mapToObj(i -> socket(user, "")).toList();
        assertThat(running).allMatch(instance -> connections(instance) > 0);
        var seen = publish(user);
        await().until(() -> sockets.stream().allMatch(socket -> socket.alertedIds().contains(seen)));

        kill(running.getFirst());
        var missed = publish(user);

        await().until(() -> sockets.stream().anyMatch(socket -> socket.closeCode() == 1012));
        await().until(() -> sockets.stream().allMatch(
                socket -> socket.closeCode() == 1012 || socket.alertedIds().equals(List.of(seen, missed))));
        for (var told : sockets.stream().filter(socket -> socket.closeCode() == 1012).toList()) {
            assertThat(told.alertedIds()).containsExactly(seen);
            try (var again = socket(user, "&since=" + seen)) {
                await().until(() -> again.alertedIds().contains(missed));
                assertThat(again.alertedIds()).containsExactly(missed);
                assertThat(again.answer().get("complete").asBoolean()).isTrue();
            }
        }
        sockets.forEach(Socket::close);
    }

    @Test
    void theDashboardShowsAnAlertAsItComes() throws Exception {
        var user = newUser();
        try (var page = Chromium.open(gateway.url() + "/")) {
            await().until(() -> page.evaluate("document.querySelector('#connection').dataset.state").asString("")
                    .equals("open"));

            publish(user);

            await().until(() -> page.evaluate("document.querySelector('#feed').textContent").asString("")
                    .contains(user));
        }
    }

    @Test
    void aPageMissesNothingWhenItsInstanceIsKilled() throws Exception {
        var user = newUser();
        await().until(() -> running.stream().allMatch(instance -> connections(instance) == 0));
        try (var page = Chromium.open(gateway.url() + "/live-alerts.js")) {
            await().until(() -> page.evaluate("location.pathname").asString("").equals("/live-alerts.js"));
            page.evaluate("""
                    import("/live-alerts.js").then(({ LiveAlerts }) => {
                      window.got = [];
                      window.missed = [];
                      window.states = [];
                      window.live = new LiveAlerts("/ws", { redThreshold: 0.5, userId: "%s" });
                      live.addEventListener("alerts", event => got.push(...event.detail.map(alert => alert.event_id)));
                      live.addEventListener("missed", event => missed.push(event.detail));
                      live.addEventListener("state", event => states.push(event.detail));
                    })""".formatted(user));
            await().until(() -> page.evaluate("live.state").asString("").equals("open"));
            var expected = new ArrayList<>(List.of(publish(user)));
            await().until(() -> got(page).equals(expected));

            kill(running.stream().filter(instance -> connections(instance) == 1).findFirst().orElseThrow());
            IntStream.range(0, 5).forEach(i -> expected.add(publish(user)));
            await().until(
                    () -> page.evaluate("states.includes('waiting') && states.at(-1)").asString("").equals("open"));
            expected.add(publish(user));

            await().until(() -> got(page).contains(expected.getLast()));
            assertThat(got(page)).isEqualTo(expected);
            assertThat(page.evaluate("missed.length").asInt()).isZero();
            assertThat(page.evaluate("live.close(), live.state").asString()).isEqualTo("closed");
        }
    }

    private static List<String> got(Tab page) {
        return page.evaluate("got").valueStream().map(JsonNode::asString).toList();
    }

    private static void kill(ServiceProcess instance) {
        ProcessHandle.of(instance.pid()).orElseThrow().destroyForcibly();
        running.remove(instance);
    }

    private static double connections(ServiceProcess instance) {
        try {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(instance.actuator("metrics/red.notify.connections")).build(),
                    BodyHandlers.ofString());
            return JSON.readTree(answer.body()).path("measurements").path(0).path("value").asDouble();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String publish(String user) {
        var id = UUID.randomUUID();
        broker.publish(event(id, user, 0.9, Instant.now()));
        return id.toString();
    }

    private static Socket socket(String user, String more) {
        return Socket.open(URI.create(gateway.url().replace("http", "ws") + "/ws?red_threshold=0.5&user_id=" + user
                + more));
    }

    private static CompletableFuture<?> readStream(String user, String lastEventId, List<String> lines) {
        var request = HttpRequest
                .newBuilder(URI.create(gateway.url() + "/ws/events?red_threshold=0.5&user_id=" + user));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        return HTTP.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(new Lines(lines)));
    }

    private static ServiceProcess start(String module, String name, Map<String, String> settings) {
        return ServiceProcess.start(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-jar", Path.of("..", module, "target", module + ".jar").toString()), settings,
                Path.of("target", name + ".log"));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInSameThread();
    }
}
