package org.redstats.gateway;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class BalanceTests {

    @Test
    void sharesTheWorkBetweenInstances() {
        try (var one = StandIn.named("one");
                var two = StandIn.named("two");
                var gateway = RunningGateway.with(RunningGateway.backends("store", one, two))) {
            awaitBoth(gateway, one, two);
            int before = one.requests().size();

            IntStream.range(0, 20).forEach(i -> gateway.get("/stat"));

            assertThat(one.requests().size() - before).isEqualTo(10);
        }
    }

    @Test
    void hidesTheDeathOfAnInstance() {
        StandIn one = StandIn.named("one");
        try (var two = StandIn.named("two");
                var gateway = RunningGateway.with(RunningGateway.backends("store", one, two),
                        "red.gateway.health.interval=1h");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            awaitBoth(gateway, one, two);
            var answers = IntStream.range(0, 300)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> gateway.get("/stat/" + i).statusCode(), threads))
                    .toList();
            await().until(() -> one.requests().size() > 20);
            one.close();

            assertThat(answers.stream().map(CompletableFuture::join)).hasSize(300).containsOnly(200);
            assertThat(gateway.get("/stat").body()).startsWith("two");
        }
    }

    @Test
    void givesARequestThatWasNeverSentToAnotherInstance() {
        StandIn one = StandIn.named("one");
        try (var two = StandIn.named("two");
                var gateway = RunningGateway.with(RunningGateway.backends("store", one, two),
                        "red.gateway.health.interval=1h")) {
            awaitBoth(gateway, one, two);
            one.close();

            IntStream.range(0, 4).forEach(i -> assertThat(
                    gateway.post("/stat/unpooled", BodyPublishers.ofByteArray(new byte[50_000])).body())
                    .startsWith("two").contains("bytes=50000"));
        }
    }

    @Test
    void takesAnInstanceThatCameBack() {
        StandIn one = StandIn.named("one");
        try (var gateway = RunningGateway.with(RunningGateway.backends("store", one))) {
            await().untilAsserted(() -> assertThat(gateway.get("/stat").statusCode()).isEqualTo(200));
            one.close();
            await().untilAsserted(() -> assertThat(gateway.get("/stat").statusCode()).isEqualTo(503));
            try (var again = StandIn.at("127.0.0.1", one.port(), "again")) {
                await().untilAsserted(() -> assertThat(gateway.get("/stat").body()).startsWith("again"));
                assertThat(again.requests()).isNotEmpty();
            }
        }
    }

    private static void awaitBoth(RunningGateway gateway, StandIn one, StandIn two) {
        await().until(() -> {
            gateway.get("/stat/unpooled");
            return !one.requests().isEmpty() && !two.requests().isEmpty();
        });
    }
}
