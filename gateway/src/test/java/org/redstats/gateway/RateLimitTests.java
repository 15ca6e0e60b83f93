package org.redstats.gateway;

import java.net.http.HttpResponse;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTests {

    private static final String THREE = "red.gateway.limits.requests-per-minute=3";

    private static final StandIn store = StandIn.named("the store");
    private static RunningGateway gateway;

    /** Behind a proxy, so that there may be many clients. */
    @BeforeAll
    static void start() {
        gateway = RunningGateway.with(RunningGateway.backends("store", store), THREE,
                "red.gateway.trusted-proxies=127.0.0.1,10.0.0.0/8");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        store.close();
    }

    @Test
    void givesEachClientSoManyRequestsAndSaysHowManyAreLeft() {
        HttpResponse<String> first = asked("192.0.2.1");
        exhaust("192.0.2.1");
        HttpResponse<String> refused = asked("192.0.2.1");

        assertThat(first.headers().firstValue("RateLimit-Policy")).hasValue("\"client\";q=3;w=60");
        assertThat(first.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"client\";r=2;t=");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.headers().firstValue("Retry-After").map(Integer::parseInt).orElseThrow()).isBetween(1, 20);
        assertThat(refused.headers().firstValue("RateLimit").orElseThrow()).startsWith("\"client\";r=0;t=");
        assertThat(refused.body()).contains("\"status\":429", "\"title\":\"Too Many Requests\"",
                "next one may come in");
        assertThat(asked("192.0.2.2").statusCode()).isEqualTo(200);
    }

    @Test
    void countsWhatTheGatewayAnswersItselfToo() {
        IntStream.range(0, 3).forEach(i -> gateway.get("/nothing", "X-Forwarded-For", "192.0.2.3"));

        assertThat(gateway.get("/nothing", "X-Forwarded-For", "192.0.2.3").statusCode()).isEqualTo(429);
    }

    @Test
    void takesOneLineOfIpv6ForOneClient() {
        exhaust("2001:db8:1:1::1");

        assertThat(asked("2001:db8:1:1:ffff::2").statusCode()).isEqualTo(429);
        assertThat(asked("2001:db8:1:2::1").statusCode()).isEqualTo(200);
    }

    @Test
    void believesTheProxyAndNotWhatTheClientToldIt() {
        exhaust("192.0.2.4");

        assertThat(asked("198.51.100.99, 192.0.2.4").statusCode()).isEqualTo(429);
        assertThat(asked("198.51.100.98, 192.0.2.4, 10.1.2.3").statusCode()).isEqualTo(429);
    }

    @Test
    void believesNobodyElse() {
        try (var open = RunningGateway.with(RunningGateway.backends("store", store), THREE)) {
            IntStream.range(0, 3).forEach(i -> open.get("/stat", "X-Forwarded-For", "192.0.2." + i));

            assertThat(open.get("/stat", "X-Forwarded-For", "192.0.2.9").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void letsEverybodyAskWithoutALimit() {
        try (var open = RunningGateway.with(RunningGateway.backends("store", store),
                "red.gateway.limits.requests-per-minute=0")) {
            assertThat(open.get("/stat").headers().firstValue("RateLimit")).isEmpty();
        }
    }

    private static void exhaust(String client) {
        IntStream.range(0, 3).forEach(i -> asked(client));
    }

    private static HttpResponse<String> asked(String forwardedFor) {
        return gateway.get("/stat", "X-Forwarded-For", forwardedFor);
    }
}
