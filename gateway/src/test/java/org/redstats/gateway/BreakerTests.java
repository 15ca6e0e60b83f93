package org.redstats.gateway;

import java.net.http.HttpResponse;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Instances that say they are ready, and do not answer what they are asked. */
class BreakerTests {

    private static final String CALLS = "red.gateway.breaker.calls=4";

    @Test
    void leavesAnInstanceAloneWhoseRequestsFail() {
        try (var bad = StandIn.named("bad");
                var good = StandIn.named("good");
                var gateway = RunningGateway.with(RunningGateway.backends("store", bad, good), CALLS,
                        "red.gateway.breaker.pause=1h")) {
            await().until(() -> gateway.meter("red.gateway.instances", "service", "red-stat-store") == 2);
            bad.mood("cut");

            await().until(() -> gateway.get("/stat").body().startsWith("good") && bad.requests().size() >= 4);
            assertThat(IntStream.range(0, 20).mapToObj(i -> gateway.get("/stat").body()))
                    .allMatch(body -> body.startsWith("good"));
            assertThat(bad.requests()).hasSize(4);
            assertThat(gateway.meter("red.gateway.instances", "service", "red-stat-store")).isEqualTo(1);
        }
    }

    @Test
    void answersAtOnceWhileTheOnlyInstanceIsLeftAlone() {
        try (var bad = StandIn.named("bad");
                var gateway = RunningGateway.with(RunningGateway.backends("store", bad), CALLS,
                        "red.gateway.breaker.pause=1h", "red.gateway.answer-timeout=200ms")) {
            bad.mood("silent");

            await().untilAsserted(() -> assertUnavailable(gateway.get("/stat"), "no instance takes requests"));
            assertThat(bad.requests()).hasSize(4);
        }
    }

    @Test
    void triesAnInstanceAgainAfterAPause() {
        try (var bad = StandIn.named("bad");
                var gateway = RunningGateway.with(RunningGateway.backends("store", bad), CALLS,
                        "red.gateway.breaker.pause=1s")) {
            bad.mood("cut");
            await().untilAsserted(() -> assertUnavailable(gateway.get("/stat"), "no instance takes requests"));
            bad.mood("");

            await().untilAsserted(() -> assertThat(IntStream.range(0, 10).mapToObj(i -> gateway.get("/stat").body()))
                    .allMatch(body -> body.startsWith("bad")));
        }
    }

    @Test
    void holdsNoErrorThatTheServiceAnswersAgainstIt() {
        try (var store = StandIn.named("store");
                var gateway = RunningGateway.with(RunningGateway.backends("store", store), CALLS)) {
            store.mood("busy");
            IntStream.range(0, 20).forEach(i -> assertThat(gateway.get("/stat").statusCode()).isEqualTo(503));
            store.mood("");

            assertThat(gateway.get("/stat").statusCode()).isEqualTo(200);
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(why);
    }
}
