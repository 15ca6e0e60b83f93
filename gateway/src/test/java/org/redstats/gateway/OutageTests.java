package org.redstats.gateway;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OutageTests {

    private static final StandIn store = StandIn.named("the store");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        StandIn dead = StandIn.named("dead");
        dead.close();
        gateway = RunningGateway.with(RunningGateway.backends("store", store),
                RunningGateway.backends("subscribe", dead), "red.gateway.backends.notify=http://no-such-host.invalid",
                "red.gateway.answer-timeout=1s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sub/1", "/ws"})
    void saysThatNoInstanceIsThere(String path) {
        assertUnavailable(gateway.get(path), "is not available");
    }

    @Test
    void saysThatAServiceClosedTheConnection() {
        assertUnavailable(gateway.get("/stat/cut"), "red-stat-store closed the connection before it answered");
    }

    @Test
    void saysThatAServiceClosedTheConnectionInTheMiddleOfItsAnswer() {
        assertUnavailable(gateway.get("/stat/half"), "closed the connection before its answer was whole");
    }

    @Test
    void saysThatAServiceDoesNotAnswer() {
        assertUnavailable(gateway.get("/stat/silent"), "red-stat-store did not answer in time");
    }

    @Test
    void saysThatAServiceDoesNotAnswerAnUpload() {
        assertUnavailable(gateway.post("/stat/silent", BodyPublishers.ofByteArray(new byte[50_000])),
                "red-stat-store did not answer in time");
    }

    @Test
    void sendsARequestThatChangesSomethingOnlyOnce() {
        assertUnavailable(gateway.post("/stat/cut?once", BodyPublishers.ofString("x")), "closed the connection");

        assertThat(store.requests()).containsOnlyOnce("POST /stat/cut?once");
    }

    @Test
    void answersTheFirstRequestAfterItsStart() {
        try (var fresh = RunningGateway.with(RunningGateway.backends("store", store))) {
            assertThat(fresh.get("/stat").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void passesOverAnInstanceThatIsStopping() {
        try (var stopping = StandIn.named("stopping");
                var staying = StandIn.named("staying");
                var g = RunningGateway.with(RunningGateway.backends("store", stopping, staying))) {
            stopping.mood("busy");

            await().until(() -> {
                HttpResponse<String> answer = g.get("/stat");
                assertThat(answer.body()).startsWith("staying");
                assertThat(answer.headers().allValues("Content-Length")).hasSize(1);
                assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
                return stopping.requests().size() > 2;
            });
        }
    }

    @Test
    void passesTheAnswerOfTheLastInstanceOn() {
        HttpResponse<String> answer = gateway.get("/stat/busy");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(store.requests()).containsOnlyOnce("GET /stat/busy");
    }

    @Test
    void sendsNothingToAnInstanceThatIsNotReady() {
        try (var busy = StandIn.named("busy"); var g = RunningGateway.with(RunningGateway.backends("store", busy))) {
            busy.readiness(503);
            await().untilAsserted(() -> assertUnavailable(g.get("/stat"), "no instance takes requests"));
            busy.readiness(200);
            await().untilAsserted(() -> assertThat(g.get("/stat").statusCode()).isEqualTo(200));
        }
    }

    @Test
    void triesAnInstanceThatIsLateWithItsReadinessForWantOfABetterOne() {
        try (var late = StandIn.named("late");
                var g = RunningGateway.with(RunningGateway.backends("store", late),
                        "red.gateway.health.timeout=50ms")) {
            await().untilAsserted(() -> assertThat(g.get("/stat").statusCode()).isEqualTo(200));
            late.readiness(StandIn.SILENT);
            int before = late.healthChecks();
            await().until(() -> late.healthChecks() > before + 5);

            assertThat(g.get("/stat").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void avoidsAnInstanceThatIsLateWithItsReadiness() {
        try (var late = StandIn.named("late");
                var prompt = StandIn.named("prompt");
                var g = RunningGateway.with(RunningGateway.backends("store", late, prompt),
                        "red.gateway.health.timeout=1s")) {
            late.readiness(StandIn.SILENT);

            await().untilAsserted(() -> assertThat(IntStream.range(0, 6).mapToObj(i -> g.get("/stat").body()))
                    .allMatch(body -> body.startsWith("prompt")));
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":503", "\"title\":\"Service Unavailable\"", why)
                .doesNotContain("127.0.0.1", "localhost", "Exception", "invalid");
    }
}
