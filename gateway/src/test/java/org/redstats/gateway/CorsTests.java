package org.redstats.gateway;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CorsTests {

    private static final String OURS = "https://app.example.org";

    private static final StandIn store = StandIn.named("the store");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with(RunningGateway.backends("store", store),
                "red.gateway.cors.allowed-origins=" + OURS);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        store.close();
    }

    @Test
    void letsAPageOfANamedOriginReadTheAnswer() {
        HttpResponse<String> answer = gateway.get("/stat", "Origin", OURS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(OURS);
        assertThat(answer.headers().firstValue("Access-Control-Expose-Headers").orElseThrow()).contains("ETag");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void letsItReadWhatIsWrongToo() {
        HttpResponse<String> answer = gateway.get("/nothing", "Origin", OURS);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().allValues("Access-Control-Allow-Origin")).containsExactly(OURS);
    }

    @Test
    void answersWhatABrowserAsksBeforehand() {
        int before = store.requests().size();

        HttpResponse<String> answer = preflight(OURS);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElseThrow()).contains("PATCH");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElseThrow()).contains("authorization");
        assertThat(store.requests()).hasSize(before);
    }

    @Test
    void givesOtherOriginsNoPermission() {
        assertThat(gateway.get("/stat", "Origin", "https://evil.example.org").headers().map())
                .doesNotContainKey("access-control-allow-origin");
        assertThat(preflight("https://evil.example.org").headers().map())
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void givesNobodyPermissionByDefault() {
        try (var closed = RunningGateway.with(RunningGateway.backends("store", store))) {
            assertThat(closed.get("/stat", "Origin", OURS).headers().map())
                    .doesNotContainKey("access-control-allow-origin");
        }
    }

    private static HttpResponse<String> preflight(String origin) {
        return gateway.send(HttpRequest.newBuilder(gateway.uri("/stat"))
                .method("OPTIONS", BodyPublishers.noBody())
                .headers("Origin", origin, "Access-Control-Request-Method", "PATCH", "Access-Control-Request-Headers",
                        "authorization"));
    }
}
