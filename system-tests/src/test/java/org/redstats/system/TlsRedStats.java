package org.redstats.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestAuthority;
import org.redstats.testing.TestBroker;

import static org.awaitility.Awaitility.await;

/**
 * The services and RED, set up as the documentation says for production: broker, database and mail server are spoken to over
 * TLS, which is all that they speak, and passwords come from files.
 */
final class TlsRedStats implements AutoCloseable {

    static final String BROKER_USER = "red_services";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestAuthority authority = TestAuthority.named("RED_STATS tests");
    private final Path folder;
    private final Map<String, String> secrets = Map.of(
            "spring.rabbitmq.password", "broker-" + UUID.randomUUID(),
            "spring.datasource.password", "database-" + UUID.randomUUID(),
            "spring.mail.password", "mail-" + UUID.randomUUID());
    private final TestBroker broker = TestBroker.startPrivate(authority.issue("localhost"));
    private final TlsDatabase database = new TlsDatabase(authority.issue("localhost"), secret("datasource"));
    private final TlsMailServer mails = new TlsMailServer(authority.issue("localhost"), secret("mail"));
    private final Map<String, ServiceProcess> services = new HashMap<>();

    /** @param folder for the files of the services */
    TlsRedStats(Path folder) {
        this.folder = folder;
        broker.makeUser(BROKER_USER, secret("rabbitmq"));
        showRightCertificates(); // the broker's host is known only now
        writeFiles();
        start("red-stat-store", Map.of("SPRING_DATASOURCE_URL", database.newDatabase("store", authorityFile())));
        start("red-stat-subscribe", Map.of(
                "SPRING_DATASOURCE_URL", database.newDatabase("subscribe", authorityFile()),
                "RED_SUBSCRIBE_CONFIRMATION_REQUIRED", "false"));
        start("red-stat-notify", Map.of());
        start("red-demo", Map.of("RED_PUBLISHER_SPOOL_DIRECTORY", folder.resolve("spool").toString(),
                "MANAGEMENT_ENDPOINT_HEALTH_GROUP_READINESS_INCLUDE", "readinessState,redPublisher"));
        awaitReady();
    }

    private void start(String module, Map<String, String> own) {
        var settings = new HashMap<>(Map.of(
                "SPRING_CONFIG_IMPORT", "configtree:" + secretsFolder() + "/",
                "SPRING_SSL_BUNDLE_PEM_RED_TRUSTSTORE_CERTIFICATE", authorityFile().toUri().toString(),
                "SPRING_RABBITMQ_HOST", broker.host(),
                "SPRING_RABBITMQ_PORT", Integer.toString(broker.port()),
                "SPRING_RABBITMQ_USERNAME", BROKER_USER,
                "SPRING_RABBITMQ_SSL_BUNDLE", "red"));
        settings.putAll(Map.of(
                "SPRING_DATASOURCE_USERNAME", TlsDatabase.USER,
                "SPRING_MAIL_HOST", "localhost",
                "SPRING_MAIL_PORT", Integer.toString(mails.port()),
                "SPRING_MAIL_USERNAME", TlsMailServer.USER,
                "SPRING_MAIL_SSL_BUNDLE", "red",
                "SPRING_MAIL_PROPERTIES_MAIL_SMTP_AUTH", "true",
                "SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_ENABLE", "true",
                "SPRING_MAIL_PROPERTIES_MAIL_SMTP_STARTTLS_REQUIRED", "true"));
        settings.putAll(own);
        services.put(module, ServiceProcess.start(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-jar", Path.of("..", module, "target", module + ".jar").toString()), settings, logFile(module)));
    }

    void awaitReady() {
        await().atMost(Duration.ofMinutes(4)).pollInSameThread()
                .until(() -> services.values().stream().allMatch(ServiceProcess::ready));
    }

    /** Ends the time of impostors. */
    void showRightCertificates() {
        broker.present(authority.issue(broker.host()));
        database.present(authority.issue("localhost"));
        mails.present(authority.issue("localhost"));
    }

    TestBroker broker() {
        return broker;
    }

    TlsDatabase database() {
        return database;
    }

    TlsMailServer mails() {
        return mails;
    }

    TestAuthority authority() {
        return authority;
    }

    Collection<String> secrets() {
        return secrets.values();
    }

    /** @param of {@code rabbitmq}, {@code datasource} or {@code mail} */
    String secret(String of) {
        return Objects.requireNonNull(secrets.get("spring." + of + ".password"));
    }

    ServiceProcess service(String module) {
        return Objects.requireNonNull(services.get(module));
    }

    /** The services and RED. */
    Collection<String> modules() {
        return services.keySet();
    }

    /** What each of them has printed. */
    Map<String, String> logs() {
        return modules().stream().collect(Collectors.toMap(module -> module, module -> {
            try {
                return Files.readString(logFile(module));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    HttpRequest.Builder request(String module, String path) {
        return HttpRequest.newBuilder(URI.create(service(module).url() + path)).timeout(RedStats.PATIENCE);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void writeFiles() {
        try {
            Files.createDirectories(secretsFolder());
            for (var secret : secrets.entrySet()) {
                Files.writeString(secretsFolder().resolve(secret.getKey()), secret.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        authority.writeTo(authorityFile());
    }

    private Path secretsFolder() {
        return folder.resolve("secrets").toAbsolutePath();
    }

    private Path authorityFile() {
        return folder.resolve("authority.pem").toAbsolutePath();
    }

    private static Path logFile(String module) {
        return Path.of("target", "tls-" + module + ".log");
    }

    @Override
    public void close() {
        services.values().forEach(ServiceProcess::askToStop);
        services.values().forEach(ServiceProcess::close);
        mails.close();
        database.close();
        broker.close();
    }
}
