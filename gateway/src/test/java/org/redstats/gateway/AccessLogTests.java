package org.redstats.gateway;

import java.net.http.HttpRequest.BodyPublishers;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class AccessLogTests {

    private final StandIn store = StandIn.named("the store");

    @AfterEach
    void stop() {
        store.close();
    }

    @Test
    void writesALineForEachRequest(CapturedOutput output) {
        try (var gateway = logging()) {
            int bytes = gateway.get("/stat?red_threshold=0.5&user_id=42").body().length();

            await().untilAsserted(() -> assertThat(output).containsPattern(
                    "127\\.0\\.0\\.1 GET /stat\\?red_threshold=0\\.5&user_id=42 200 " + bytes + " \\d+ms "
                            + store.uri().getAuthority()));
        }
    }

    @Test
    void writesWhatTheGatewayRefusesItself(CapturedOutput output) {
        try (var gateway = logging()) {
            int bytes = gateway.get("/nothing").body().length();
            gateway.post("/stat", BodyPublishers.ofByteArray(new byte[100_000]));

            await().untilAsserted(
                    () -> assertThat(output).containsPattern("127\\.0\\.0\\.1 GET /nothing 404 " + bytes + " \\d+ms -")
                            .containsPattern("127\\.0\\.0\\.1 POST /stat 413 \\d+ \\d+ms -"));
        }
    }

    @Test
    void keepsSecretsOutOfTheLog(CapturedOutput output) {
        try (var gateway = logging()) {
            gateway.get("/stat?token=s3cret&from=x&access%5Ftoken=s3cret", "Authorization", "Bearer s3cret");

            await().untilAsserted(
                    () -> assertThat(output).contains("GET /stat?token=***&from=x&access%5Ftoken=*** 200"));
            assertThat(output).doesNotContain("s3cret");
        }
    }

    @Test
    void writesNothingUnlessAskedTo(CapturedOutput output) {
        try (var gateway = RunningGateway.with(RunningGateway.backends("store", store))) {
            gateway.get("/stat?cursor=unlogged");
        }
        assertThat(output).doesNotContain("unlogged");
    }

    private RunningGateway logging() {
        return RunningGateway.with(RunningGateway.backends("store", store), "red.gateway.access-log=true");
    }
}
