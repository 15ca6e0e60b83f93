package org.redstats.gateway;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RoutingTests {

    private static final StandIn store = StandIn.named("the store");
    private static final StandIn subscribe = StandIn.named("the subscriptions");
    private static final StandIn live = StandIn.named("the live alerts");
    private static final StandIn red = StandIn.named("RED");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with(RunningGateway.backends("store", store),
                RunningGateway.backends("subscribe", subscribe), RunningGateway.backends("notify", live),
                RunningGateway.backends("red", red), "red.gateway.limits.image=1MB");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        store.close();
        subscribe.close();
        live.close();
        red.close();
    }

    @ParameterizedTest
    @CsvSource({"/stat?red_threshold=0.5, the store", "/stat/events, the store", "/sub/1, the subscriptions",
            "/ws, the live alerts", "/red, RED"})
    void sendsEachPathToItsService(String path, String service) {
        assertThat(gateway.get(path).body()).startsWith(service + "\nGET " + path + "\n");
    }

    @ParameterizedTest
    @CsvSource({"red-stat-store, the store", "red-stat-subscribe, the subscriptions", "red, RED"})
    void offersTheDescriptionOfEachService(String name, String service) {
        assertThat(gateway.get("/openapi/" + name).body()).startsWith(service + "\nGET /v3/api-docs\n");
    }

    @Test
    void listsTheDescriptions() {
        HttpResponse<String> answer = gateway.get("/openapi");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo("""
                {"urls":[{"name":"red-stat-store","url":"/openapi/red-stat-store"},\
                {"name":"red-stat-subscribe","url":"/openapi/red-stat-subscribe"},\
                {"name":"red-stat-notify","url":"/openapi/red-stat-notify"},{"name":"red","url":"/openapi/red"}]}""");
    }

    @Test
    void passesBodyAndHeadersOn() {
        HttpResponse<String> answer = gateway.send(HttpRequest.newBuilder(gateway.uri("/red"))
                .header("X-User-Id", "42")
                .POST(BodyPublishers.ofByteArray(new byte[900_000])));

        assertThat(answer.body()).contains("POST /red", "bytes=900000").containsIgnoringCase("x-user-id: 42");
    }

    @Test
    void tellsTheServiceWhoAskedAndByWhichAddress() {
        String said = gateway.get("/stat").body().toLowerCase(java.util.Locale.ROOT);

        assertThat(said).contains("x-forwarded-for: 127.0.0.1\n", "x-forwarded-proto: http\n",
                "x-forwarded-host: 127.0.0.1:" + gateway.port() + "\n", "x-forwarded-port: " + gateway.port() + "\n",
                "\nhost: 127.0.0.1:" + gateway.port());
    }

    @Test
    void doesNotBelieveWhatAClientSaysOfItself() {
        String said = gateway.get("/stat", "X-Forwarded-For", "198.51.100.7", "X-Forwarded-Host", "evil.example.org",
                "Forwarded", "for=198.51.100.7", "X-Real-IP", "198.51.100.7").body();

        assertThat(said).containsIgnoringCase("x-forwarded-for: 127.0.0.1\n")
                .doesNotContain("198.51.100.7", "evil.example.org");
    }

    @Test
    void believesAProxyThatIsTrusted() {
        try (var trusting = RunningGateway.with(RunningGateway.backends("store", store),
                "red.gateway.trusted-proxies=127.0.0.0/8")) {
            String said = trusting.get("/stat", "X-Forwarded-For", "198.51.100.7", "X-Forwarded-Proto", "https").body();

            assertThat(said).containsIgnoringCase("x-forwarded-for: 198.51.100.7, 127.0.0.1\n")
                    .containsIgnoringCase("x-forwarded-proto: https\n");
        }
    }

    @Test
    void passesOnAllThatATrustedProxySays() throws IOException {
        try (var trusting = RunningGateway.with(RunningGateway.backends("store", store),
                "red.gateway.trusted-proxies=127.0.0.0/8")) {
            String answer = trusting.raw("""
                    GET /stat HTTP/1.1\r
                    Host: example.org\r
                    Connection: close\r
                    X-Forwarded-For: 198.51.100.7\r
                    X-Forwarded-For: 198.51.100.8\r
                    \r
                    """);

            assertThat(answer).containsIgnoringCase("x-forwarded-for: 198.51.100.7, 198.51.100.8, 127.0.0.1\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/actuator", "/actuator/health", "/statistics", "/openapi/other"})
    void saysThatThereIsNothing(String path) {
        HttpResponse<String> answer = gateway.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).isEqualTo("""
                {"type":"about:blank","title":"Not Found","status":404,"detail":"there is nothing at %1$s",\
                "instance":"%1$s"}""".formatted(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stat/../actuator/health", "/stat/..;/actuator/health", "/stat;x=/..;/actuator/health",
            "/stat/%2e%2e/actuator/health", "/stat/..%2factuator/health", "/stat/.%2e/actuator", "/stat//actuator",
            "/stat/%252e%252e/actuator", "//actuator/health", "/./actuator"})
    void leadsNobodyAroundTheRoutes(String path) throws IOException {
        int before = store.requests().size();

        String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 404").contains("application/problem+json");
        assertThat(store.requests()).hasSize(before);
    }

    @Test
    void saysThatAMethodIsNotAllowed() {
        HttpResponse<String> answer = gateway.post("/style.css", BodyPublishers.ofString("x"));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).isPresent();
        assertThat(answer.body()).contains("\"status\":405", "\"title\":\"Method Not Allowed\"");
    }

    @Test
    void refusesATooLargeRequestBeforeReadingIt() {
        assertTooLarge(gateway.send(HttpRequest.newBuilder(gateway.uri("/red"))
                .version(HttpClient.Version.HTTP_1_1)
                .expectContinue(true)
                .POST(BodyPublishers.ofByteArray(new byte[1_100_000]))));
    }

    @Test
    void refusesATooLargeRequestThatDoesNotSayHowLargeItIs() {
        assertTooLarge(gateway.post("/red",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1_100_000]))));
    }

    @Test
    void keepsSmallRequestsSmall() {
        assertTooLarge(gateway.post("/sub", BodyPublishers.ofByteArray(new byte[100_000])));
    }

    private static void assertTooLarge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":413", "larger than");
    }

    @Test
    void streamsServerSentEventsAsTheyCome() throws Exception {
        var request = HttpRequest.newBuilder(gateway.uri("/ws/events")).timeout(Duration.ofSeconds(30)).build();

        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            byte[] first = answer.body().readNBytes("data: first".length());
            answer.body().close();

            assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
            assertThat(new String(first, java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("data: first");
            client.shutdownNow();
        }
    }

    @Test
    void servesThePageWithStrictHeaders() {
        HttpResponse<String> page = gateway.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("RED_STATS").doesNotContain("<style", "style=", "onclick=");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow()).contains("default-src 'none'",
                "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/style.css", "/feed.js"})
    void compressesWhatThePageNeeds(String path) {
        HttpResponse<String> answer = gateway.get(path, "Accept-Encoding", "gzip");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-cache");
    }

    @Test
    void tellsTheOperatorOfItsHealthOnAPortOfItsOwn() throws Exception {
        var uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/health/readiness");

        try (var client = HttpClient.newHttpClient()) {
            assertThat(client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void hasNoRouteToAServiceWithoutAddresses() {
        try (var small = RunningGateway.with(RunningGateway.backends("store", store))) {
            assertThat(small.get("/red").statusCode()).isEqualTo(404);
        }
    }
}
