package org.redstats.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The versions of HTTP, and what is none. */
class ProtocolTests {

    private static final StandIn store = StandIn.named("the store");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with(RunningGateway.backends("store", store));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        store.close();
    }

    @Test
    void speaksHttp2InTheClearWhereItIsAskedTo() throws Exception {
        try (var clear = RunningGateway.with(RunningGateway.backends("store", store), "server.http2.enabled=true");
                var client = HttpClient.newHttpClient()) {
            assertThat(client.send(HttpRequest.newBuilder(gateway.uri("/stat")).build(), BodyHandlers.ofString())
                    .version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(client.send(HttpRequest.newBuilder(clear.uri("/stat")).build(), BodyHandlers.ofString())
                    .version()).isEqualTo(HttpClient.Version.HTTP_2);
            var answers = IntStream.range(0, 20)
                    .mapToObj(i -> client.sendAsync(HttpRequest.newBuilder(clear.uri("/stat/" + i))
                            .POST(BodyPublishers.ofByteArray(new byte[50_000]))
                            .build(), BodyHandlers.ofString()))
                    .toList();
            assertThat(answers.stream().map(CompletableFuture::join)).allMatch(
                    answer -> answer.version() == HttpClient.Version.HTTP_2 && answer.body().contains("bytes=50000"));
        }
    }

    @Test
    void speaksHttp2OverTls(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        keytool("-genkeypair", "-keyalg", "EC", "-alias", "gateway", "-dname", "CN=localhost", "-ext",
                "SAN=IP:127.0.0.1", "-storetype", "PKCS12", "-storepass", "changeit", "-keystore", keys.toString());

        try (var secure = RunningGateway.with(RunningGateway.backends("store", store), "server.ssl.bundle=web",
                "spring.ssl.bundle.jks.web.keystore.location=" + keys.toUri(),
                "spring.ssl.bundle.jks.web.keystore.password=changeit");
                var client = HttpClient.newBuilder().sslContext(trusting(keys)).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + secure.port() + "/stat")).build(),
                    BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.body()).startsWith("the store").containsIgnoringCase("x-forwarded-proto: https");
        }
    }

    @Test
    void saysThatAnAddressIsTooLong() throws IOException {
        assertProblem(414, gateway.raw("GET /stat?" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: example.org\r\n\r\n"));
    }

    @Test
    void saysThatHeadersAreTooLong() throws IOException {
        assertProblem(431, gateway.raw("GET /stat HTTP/1.1\r\nHost: example.org\r\nX-Long: " + "x".repeat(20_000)
                + "\r\n\r\n"));
    }

    @Test
    void saysThatItCannotReadARequest() throws IOException {
        assertProblem(400, gateway.raw("no request at all\r\n\r\n"));
    }

    private static void assertProblem(int status, String answer) {
        assertThat(answer).startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"status\":" + status);
    }

    private static void keytool(String... arguments) throws Exception {
        var command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.command().addAll(List.of(arguments));
        assertThat(command.inheritIO().start().waitFor()).isZero();
    }

    private static SSLContext trusting(Path keys) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(keys)) {
            store.load(content, "changeit".toCharArray());
        }
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", store.getCertificate("gateway"));
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
