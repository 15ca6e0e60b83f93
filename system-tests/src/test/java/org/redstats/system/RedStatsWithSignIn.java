package org.redstats.system;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.redstats.embedded.EmbeddedBroker;
import org.redstats.embedded.MailSink;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestDatabase;
import org.redstats.testing.TestIssuer;

import static org.awaitility.Awaitility.await;
import static org.redstats.system.RedStats.PATIENCE;

/**
 * The whole system where sign-in is on, one instance of each, started once for all tests. Its broker is its own: the stores
 * of {@link RedStats} would take their share of a queue of the same name.
 */
final class RedStatsWithSignIn {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final RedStatsWithSignIn RUNNING = new RedStatsWithSignIn();

    private final TestIssuer issuer = TestIssuer.start();
    private final MailSink inbox = MailSink.start(0, 0, null);
    private final EmbeddedBroker broker = EmbeddedBroker.start(0);
    private final Map<String, ServiceProcess> services = new HashMap<>();

    private RedStatsWithSignIn() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        var common = Map.of(
                "SPRING_RABBITMQ_HOST", "127.0.0.1", "SPRING_RABBITMQ_PORT", Integer.toString(broker.port()),
                "SPRING_RABBITMQ_USERNAME", EmbeddedBroker.USER, "SPRING_RABBITMQ_PASSWORD", EmbeddedBroker.PASSWORD,
                "RED_AUTH_ISSUERURI", issuer.uri(), "RED_AUTH_AUDIENCE", TestIssuer.AUDIENCE,
                "RED_AUTH_CLOCKSKEW", "0s");
        start("red-stat-store", List.of(common, database()));
        start("red-stat-subscribe", List.of(common, database(), Map.of(
                "SPRING_MAIL_HOST", "127.0.0.1", "SPRING_MAIL_PORT", Integer.toString(inbox.smtpPort()),
                "RED_SUBSCRIBE_CONFIRMATION_REQUIRED", "false",
                "RED_SUBSCRIBE_LIMITS_PERCLIENT", "0", "RED_SUBSCRIBE_LIMITS_PERTARGET", "0")));
        start("red-stat-notify", List.of(common));
        start("red-demo", List.of(common));
        start("gateway", List.of(common, Map.of(
                "MANAGEMENT_SERVER_PORT", "0",
                "RED_GATEWAY_BACKENDS_STORE", service("red-stat-store").url(),
                "RED_GATEWAY_BACKENDS_SUBSCRIBE", service("red-stat-subscribe").url(),
                "RED_GATEWAY_BACKENDS_NOTIFY", service("red-stat-notify").url(),
                "RED_GATEWAY_BACKENDS_RED", service("red-demo").url())));
        await().atMost(Duration.ofMinutes(4)).pollInSameThread()
                .until(() -> services.values().stream().allMatch(ServiceProcess::ready));
        await().atMost(PATIENCE).pollInSameThread().until(this::reachable);
    }

    static RedStatsWithSignIn running() {
        return RUNNING;
    }

    TestIssuer issuer() {
        return issuer;
    }

    MailSink inbox() {
        return inbox;
    }

    /** Where the gateway is. */
    String url() {
        return service("gateway").url();
    }

    ServiceProcess service(String module) {
        return Objects.requireNonNull(services.get(module));
    }

    /** The services and the gateway. */
    Set<String> modules() {
        return services.keySet();
    }

    /** What a service has printed. */
    Path log(String module) {
        return Path.of("target", "sign-in-" + module + ".log");
    }

    private void start(String module, List<Map<String, String>> settings) {
        var all = new HashMap<String, String>();
        settings.forEach(all::putAll);
        services.put(module, ServiceProcess.start(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-jar", Path.of("..", module, "target", module + ".jar").toString()), all, log(module)));
    }

    private static Map<String, String> database() {
        var database = TestDatabase.shared();
        return Map.of("SPRING_DATASOURCE_URL", database.freshDatabase(), "SPRING_DATASOURCE_USERNAME", database.user(),
                "SPRING_DATASOURCE_PASSWORD", database.password());
    }

    /** Each service being ready is not enough: the gateway has to have seen it. */
    private boolean reachable() {
        return Stream.of("/stat", "/sub/x", "/ws", "/red")
                .allMatch(path -> status(path) != HttpURLConnection.HTTP_UNAVAILABLE);
    }

    private int status(String path) {
        var request = HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE)
                .header("Authorization", "Bearer " + issuer.token("root", "red.admin")).build();
        try {
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void stop() {
        services.values().forEach(ServiceProcess::askToStop);
        inbox.close();
        issuer.close();
    }
}
