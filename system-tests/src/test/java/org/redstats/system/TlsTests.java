package org.redstats.system;

import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redstats.testing.RequiresRabbitMq;
import org.redstats.testing.TestAuthority;
import org.redstats.testing.TestCertificate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/**
 * TLS to the broker, the database and the mail server: it works, a server that shows a wrong certificate is told nothing and
 * all waits, and nobody says a secret.
 */
@RequiresRabbitMq
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> WITH_A_DATABASE = List.of("red-stat-store", "red-stat-subscribe");

    private TlsRedStats redStats;

    /** Who answers instead of the server that is meant, and what the logs say of it. */
    enum Impostor {

        OF_ANOTHER_AUTHORITY("(PKIX path building failed|unable to find valid certification path)") {
            @Override
            TestCertificate certificate(TestAuthority authority, String host) {
                return TestAuthority.named("somebody else").issue(host);
            }
        },
        OF_ANOTHER_HOST("(No subject alternative|Certificate for|could not be verified|Can't verify identity)") {
            @Override
            TestCertificate certificate(TestAuthority authority, String host) {
                return authority.issue("elsewhere.example.org");
            }
        };

        private final String complaint;

        Impostor(String complaint) {
            this.complaint = complaint;
        }

        abstract TestCertificate certificate(TestAuthority authority, String host);
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        redStats = new TlsRedStats(folder);
    }

    @AfterAll
    void stop() {
        redStats.close();
    }

    @Test
    void aPictureIsCountedMailedAndPushed() {
        var user = newUser();
        subscribe(user);
        try (var socket = Socket.open(live(user))) {
            publish(user);

            await().atMost(PATIENCE).until(() -> socket.alerts().size() == 1);
            await().atMost(PATIENCE).until(() -> total(user) == 1);
            await().atMost(PATIENCE).until(() -> redStats.mails().mailsTo(address(user)) == 1);
        }
        assertThat(redStats.database().connections(true)).isPositive();
        assertThat(redStats.database().connections(false)).isZero();
    }

    /** What waits because of it arrives when the right server is back, once. */
    @ParameterizedTest
    @EnumSource
    void tellsNothingToAServerThatCannotBeBelieved(Impostor impostor) {
        var user = newUser();
        var subscription = subscribe(user);
        var before = redStats.logs();

        try {
            redStats.broker().present(impostor.certificate(redStats.authority(), redStats.broker().host()));
            redStats.mails().present(impostor.certificate(redStats.authority(), "localhost"));
            publish(user);
            askForTestAlert(subscription);
            redStats.modules()
                    .forEach(module -> awaitInLog(module, before, "TLS connection failed.*" + impostor.complaint));
            awaitInLog("red-stat-subscribe", before, "hand over alerts again .*" + impostor.complaint);
            assertThat(total(user)).isZero();
            assertThat(redStats.mails().mailsTo(address(user))).isZero();

            redStats.database().present(impostor.certificate(redStats.authority(), "localhost"));
            WITH_A_DATABASE.forEach(module -> awaitInLog(module, before, "PSQLException.*" + impostor.complaint));
            assertThat(redStats.send(redStats.request("red-stat-store", "/stat")).statusCode())
                    .isEqualTo(HttpURLConnection.HTTP_UNAVAILABLE);
        } finally {
            redStats.showRightCertificates();
        }
        redStats.awaitReady();
        await().atMost(PATIENCE).until(() -> total(user) == 1);
        await().atMost(PATIENCE).until(() -> redStats.mails().mailsTo(address(user)) == 2);
    }

    @Test
    void nobodySaysASecretAndAllGoesOnAfterItWasWrong() {
        var user = newUser();
        var token = subscribe(user).get("token").asString();
        var before = redStats.logs();

        redStats.broker().changePassword(TlsRedStats.BROKER_USER, "another");
        publish(user);
        redStats.modules().forEach(module -> awaitInLog(module, before, "ACCESS_REFUSED"));
        redStats.database().changePassword("another");
        WITH_A_DATABASE.forEach(module -> awaitInLog(module, before, "password authentication failed"));
        var failed = Stream.of("/stat?red_threshold=x", "/stat").map(path -> redStats.request("red-stat-store", path))
                .map(request -> redStats.send(request).body()).toList();
        redStats.database().changePassword(redStats.secret("datasource"));
        redStats.broker().changePassword(TlsRedStats.BROKER_USER, redStats.secret("rabbitmq"));
        redStats.awaitReady();
        await().atMost(PATIENCE).until(() -> total(user) == 1);
        await().atMost(PATIENCE).until(() -> redStats.mails().mailsTo(address(user)) == 1);

        var said = Stream.of(redStats.logs().values().stream(), failed.stream(), redStats.modules().stream()
                .flatMap(module -> Stream.of("", "/health", "/info", "/prometheus", "/env", "/configprops", "/heapdump")
                        .map(path -> redStats.send(redStats.request(module, "/actuator" + path)).body())))
                .flatMap(texts -> texts).toList();
        for (var secret : Stream.concat(redStats.secrets().stream(), Stream.of(token)).toList()) {
            assertThat(said).noneMatch(text -> text.contains(secret));
        }
    }

    private JsonNode subscribe(String user) {
        var body = JSON.createObjectNode().put("email", address(user)).put("red_threshold", 0.5).put("user_id", user)
                .put("min_interval", "PT0S");
        var answer = redStats.send(redStats.request("red-stat-subscribe", "/sub")
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.toString())));
        assertThat(answer.statusCode()).isEqualTo(HttpURLConnection.HTTP_CREATED);
        return JSON.readTree(answer.body());
    }

    private void askForTestAlert(JsonNode subscription) {
        var answer = redStats.send(redStats
                .request("red-stat-subscribe", "/sub/" + subscription.get("id").asString() + "/test")
                .header("Authorization", "Bearer " + subscription.get("token").asString())
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(HttpURLConnection.HTTP_ACCEPTED);
    }

    private void publish(String user) {
        var answer = redStats.send(redStats.request("red-demo", "/red").header("X-User-Id", user)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(Pictures.red("png"))));
        assertThat(answer.statusCode()).isEqualTo(HttpURLConnection.HTTP_OK);
    }

    private long total(String user) {
        return JSON.readTree(redStats.send(redStats.request("red-stat-store", "/stat?user_id=" + user)).body())
                .get("total").asLong();
    }

    private URI live(String user) {
        return URI.create(redStats.service("red-stat-notify").url().replace("http", "ws")
                + "/ws?red_threshold=0.5&user_id=" + user);
    }

    private static String address(String user) {
        return user + "@example.org";
    }

    /** Waits for a line that a service did not say before; asking for its health makes it try its connections. */
    private void awaitInLog(String module, Map<String, String> before, String line) {
        var pattern = Pattern.compile(line);
        await(module + " says " + line).atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).pollInSameThread()
                .until(() -> {
                    redStats.service(module).ready();
                    var log = redStats.logs().get(module);
                    return log != null
                            && pattern.matcher(log.substring(before.getOrDefault(module, "").length())).find();
                });
    }
}
