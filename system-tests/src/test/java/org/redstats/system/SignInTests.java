package org.redstats.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestIssuer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.system.RedStats.PATIENCE;

/** Sign-in, at every endpoint: through the gateway and at the services themselves. */
class SignInTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path DESCRIPTION = Path.of("..", "docs", "sign-in.md");
    private static final Path PICTURE = Path.of("..", "demo-launcher", "pictures", "poppy.png");

    private static final RedStatsWithSignIn redStats = RedStatsWithSignIn.running();
    private static final TestIssuer issuer = redStats.issuer();
    private static final ServiceProcess gateway = redStats.service("gateway");

    /** Who asks, as the columns of the table. */
    private enum Who {
        NO_TOKEN("no token"), OWN("own user"), OTHER("another user"), ADMIN("`red.admin`"), SUBSCRIPTION(
                "the subscription's token"),
        BROKEN("a broken token");

        private final String title;

        Who(String title) {
            this.title = title;
        }

        @Nullable
        String token(String ofSubscription) {
            return switch (this) {
                case NO_TOKEN -> null;
                case OWN -> issuer.token("ann");
                case OTHER -> issuer.token("bob");
                case ADMIN -> issuer.token("root", "red.admin");
                case SUBSCRIPTION -> ofSubscription;
                case BROKEN -> TestIssuer.sign(issuer.claims("ann").build(), TestIssuer.newKey());
            };
        }
    }

    /** A subscription to ann's images, which an admin has begun. */
    private record Subscription(String id, String token) {}

    /** What is asked for; {@code {id}} stands for a subscription of its own. */
    private record Row(String title, String service, String method, @Nullable String path, @Nullable String direct,
            @Nullable String body) {

        static Row get(String title, String service) {
            return new Row("GET " + title, service, "GET", title, title, null);
        }

        static Row send(String method, String path, String title, String service, @Nullable String body) {
            return new Row(method + " " + path + title, service, method, path, path, body);
        }
    }

    private static final List<Row> ROWS = List.of(
            Row.get("/stat", "red-stat-store"),
            Row.get("/stat?user_id=ann", "red-stat-store"),
            Row.get("/stat/series?user_id=ann", "red-stat-store"),
            Row.get("/stat/histogram?user_id=ann", "red-stat-store"),
            Row.get("/stat/events?user_id=ann", "red-stat-store"),
            Row.send("POST", "/sub", "", "red-stat-subscribe", "{\"red_threshold\":0.5,\"email\":\"@\"}"),
            Row.send("POST", "/sub", " for `ann`", "red-stat-subscribe",
                    "{\"red_threshold\":0.5,\"email\":\"@\",\"user_id\":\"ann\"}"),
            Row.get("/sub/{id}", "red-stat-subscribe"),
            Row.send("PATCH", "/sub/{id}", ", the threshold", "red-stat-subscribe", "{\"red_threshold\":0.7}"),
            Row.send("PATCH", "/sub/{id}", ", to everybody's images", "red-stat-subscribe", "{\"user_id\":null}"),
            Row.get("/sub/{id}/deliveries", "red-stat-subscribe"),
            Row.send("POST", "/sub/{id}/test", "", "red-stat-subscribe", null),
            Row.send("DELETE", "/sub/{id}", "", "red-stat-subscribe", null),
            Row.send("GET", "/sub/{id}/unsubscribe?token={link}", "", "red-stat-subscribe", null),
            Row.send("POST", "/sub/{id}/unsubscribe?token={link}", "", "red-stat-subscribe", null),
            Row.get("/sub/{id}/confirm?token=wrong", "red-stat-subscribe"),
            Row.get("/ws", "red-stat-notify"),
            Row.get("/ws?red_threshold=0.5&user_id=ann", "red-stat-notify"),
            Row.get("/ws/events?red_threshold=0.5", "red-stat-notify"),
            Row.get("/ws/events?red_threshold=0.5&user_id=ann", "red-stat-notify"),
            Row.get("/ws/asyncapi.json", "red-stat-notify"),
            Row.send("POST", "/red?user_id=ann", "", "red-demo", ""),
            Row.send("POST", "/red", "", "red-demo", ""),
            new Row("GET /openapi/red-stat-store", "red-stat-store", "GET", "/openapi/red-stat-store", "/v3/api-docs",
                    null),
            new Row("GET /, the page and its files", "gateway", "GET", "/", null, null),
            new Row("GET /actuator/health through the gateway", "gateway", "GET", "/actuator/health", null, null),
            new Row("GET /actuator/health of a service", "red-stat-store", "GET", null, "/actuator/health", null));

    @Test
    void everyEndpointAsksForTheRightTokenAtTheGatewayAndBehindIt() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("| | " + Stream.of(Who.values()).map(who -> who.title).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---|" + "---|".repeat(Who.values().length));
        for (var row : ROWS) {
            var through = row.path == null ? null : statuses(row, gateway, row.path);
            var direct = row.direct == null ? null : statuses(row, redStats.service(row.service), row.direct);
            if (through != null && direct != null) {
                assertThat(direct).as("%s directly, beside what the gateway answers", row.title).isEqualTo(through);
            }
            var statuses = through == null ? direct : through;
            lines.add("| `" + row.title.replaceFirst("(, | for | of | through )", "`$1") + (row.title.matches(
                    ".*(, | for | of | through ).*") ? "" : "`") + " | "
                    + String.join(" | ", statuses == null ? List.of() : statuses.values()) + " |");
        }
        var table = String.join("\n", lines);

        assertThat(Files.readString(DESCRIPTION)).as("the table of %s has to be%n%n%s%n%n", DESCRIPTION, table)
                .contains(table);
    }

    @Test
    void oneSubscriptionHasTwoKeysAndNeitherOpensAnother() {
        var anns = begin();
        var others = begin();

        assertThat(send(redStats.service("red-stat-subscribe").url() + "/sub/" + anns.id, "GET", others.token, null)
                .statusCode()).isEqualTo(404);
        assertThat(send(gateway.url() + "/sub/" + anns.id, "GET", others.token, null).statusCode()).isEqualTo(404);
    }

    @Test
    void noTokenIsInAnyLog() throws IOException {
        var secret = issuer.token("ann");
        var signature = secret.substring(secret.lastIndexOf('.') + 1);
        for (var url : List.of(gateway.url(), redStats.service("red-stat-store").url())) {
            send(url + "/stat?user_id=bob", "GET", secret, null);
            send(url + "/stat", "GET", secret + "x", null);
        }
        for (var url : List.of(gateway.url(), redStats.service("red-stat-notify").url())) {
            assertThat(upgrade(url + "/ws?red_threshold=0.5", secret, true)).isEqualTo(101);
            assertThat(upgrade(url + "/ws?red_threshold=0.5", "x" + secret, true)).isEqualTo(401);
        }
        for (var module : redStats.modules()) {
            assertThat(Files.readString(redStats.log(module))).as("the log of %s", module).doesNotContain(signature);
        }
    }

    @Test
    void aPageStaysConnectedWithTokensThatExpire() throws Exception {
        var user = "user-" + UUID.randomUUID();
        try (var page = Chromium.open(gateway.url() + "/live-alerts.js")) {
            await().until(() -> page.evaluate("location.pathname").asString("").equals("/live-alerts.js"));
            // A token is made when it is asked for: on a busy machine one made before might have expired by then.
            page.evaluate("""
                    import("/live-alerts.js").then(({ LiveAlerts }) => {
                      window.asked = [];
                      window.renewed = false;
                      window.states = [];
                      window.live = new LiveAlerts("/ws", { redThreshold: 0.5 }, {
                        token: expired => new Promise(give => {
                          renewed ||= expired;
                          asked.push(give);
                        }),
                      });
                      live.addEventListener("state", event => states.push(event.detail));
                    })""");

            await().untilAsserted(() -> {
                if (page.evaluate("window.asked?.length > 0").asBoolean(false)) {
                    page.evaluate("asked.shift()('%s')".formatted(briefToken(user)));
                }
                assertThat(page.evaluate("window.states?.join()").asString(""))
                        .contains("open,waiting,connecting,open");
                assertThat(page.evaluate("renewed").asBoolean(false)).as("whether it said that one had expired")
                        .isTrue();
            });
        }
    }

    private static String briefToken(String user) {
        return issuer.sign(issuer.claims(user).expirationTime(Date.from(Instant.now().plusSeconds(10))).build());
    }

    private static Map<Who, String> statuses(Row row, ServiceProcess instance, String path) {
        var statuses = new LinkedHashMap<Who, String>();
        for (var who : Who.values()) {
            var subscription = begin();
            var url = instance.url() + path.replace("{id}", subscription.id)
                    .replace("{link}", path.contains("{link}") ? link(subscription) : "");
            var token = who.token(subscription.token);
            statuses.put(who, Integer.toString(switch (path.replaceFirst("\\?.*", "")) {
                case "/ws" -> upgrade(url, token, false);
                case "/ws/events" -> stream(url, token);
                default -> status(send(url, row.method, token, row.body));
            }));
        }
        return statuses;
    }

    /** Also looks whether a refusal is what it should be. */
    private static int status(HttpResponse<?> answer) {
        if (answer.statusCode() == 401 || answer.statusCode() == 403) {
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).as("%s", answer)
                    .startsWith("Bearer");
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).as("%s", answer)
                    .startsWith("application/problem+json");
        }
        return answer.statusCode();
    }

    private static Subscription begin() {
        var answer = json(
                send(redStats.service("red-stat-subscribe").url() + "/sub", "POST", issuer.token("root", "red.admin"),
                        "{\"red_threshold\":0.5,\"email\":\"@\",\"user_id\":\"ann\"}"));
        return new Subscription(answer.get("id").asString(), answer.get("token").asString());
    }

    /** The key in the links of its mails. */
    private static String link(Subscription subscription) {
        var mail = "/sub/" + subscription.id + "/unsubscribe?token=";
        send(redStats.service("red-stat-subscribe").url() + "/sub/" + subscription.id + "/test", "POST",
                subscription.token,
                null);
        return await().until(() -> redStats.inbox().messages().stream().map(Object::toString)
                .filter(text -> text.contains(mail)).findFirst()
                .map(text -> text.substring(text.indexOf(mail) + mail.length()).split("[^A-Za-z0-9_-]", 2)[0])
                .orElse(""), key -> !key.isEmpty());
    }

    private static HttpResponse<String> send(String url, String method, @Nullable String token, @Nullable String body) {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).method(method, body(body));
        request.header("Content-Type", "".equals(body) ? "image/png" : "application/json");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A picture where the body is empty; a new address where it has one. */
    private static BodyPublisher body(@Nullable String body) {
        try {
            return body == null ? BodyPublishers.noBody()
                    : body.isEmpty() ? BodyPublishers.ofByteArray(Files.readAllBytes(PICTURE))
                            : BodyPublishers.ofString(body.replace("@", UUID.randomUUID() + "@example.org"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hangs up on an answer that does not end. */
    private static int stream(String url, @Nullable String token) {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var answer = HTTP.sendAsync(request.build(), BodyHandlers.ofInputStream()).join();
        try {
            return status(answer);
        } finally {
            hangUp(answer.body());
        }
    }

    private static void hangUp(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int upgrade(String url, @Nullable String token, boolean asBrowser) {
        var builder = HTTP.newWebSocketBuilder();
        if (token != null && asBrowser) {
            builder.subprotocols("red.alerts", "bearer." + token);
        } else if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        try {
            builder.buildAsync(URI.create(url.replaceFirst("http", "ws")), new WebSocket.Listener() {}).join().abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return status(refused.getResponse());
            }
            throw e;
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE.multipliedBy(2)).pollInSameThread();
    }
}
