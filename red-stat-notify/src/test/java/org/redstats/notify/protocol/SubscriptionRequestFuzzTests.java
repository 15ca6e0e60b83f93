package org.redstats.notify.protocol;

import java.util.List;
import java.util.Map;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.notify.live.InvalidSubscription;

import static org.assertj.core.api.Assertions.assertThat;

/** Frames and parameters that coverage leads to: each is a subscription, or is refused. */
class SubscriptionRequestFuzzTests {

    @ValueSource(strings = {"{\"red_threshold\":0.5}", "1e-7", "0199d3a0-0000-7000-8000-000000000002",
            "{\"red_threshold\":1E400,\"user_id\":-0,\"since\":\"0199d3a0-0000-7000-8000-000000000002\",\"other\":[{}]}"})
    @FuzzTest
    void isASubscriptionOrRefused(@Nullable String text) {
        var given = text == null ? "" : text;
        check(() -> SubscriptionRequest.ofFrame(given));
        check(() -> SubscriptionRequest.ofUrl(Map.of("red_threshold", List.of(given))).orElseThrow());
        check(() -> SubscriptionRequest
                .ofUrl(Map.of("red_threshold", List.of("0.5"), "user_id", List.of(given), "since", List.of(given)))
                .orElseThrow());
    }

    private interface Request {

        SubscriptionRequest read();
    }

    private static void check(Request request) {
        SubscriptionRequest read;
        try {
            read = request.read();
        } catch (InvalidSubscription e) {
            assertThat(e.getMessage()).isNotBlank();
            return;
        }
        assertThat(read.subscription().redThreshold()).isFinite().isNotNegative();
        if (read.subscription().userId() != null) {
            assertThat(read.subscription().userId()).isNotEmpty();
        }
    }
}
