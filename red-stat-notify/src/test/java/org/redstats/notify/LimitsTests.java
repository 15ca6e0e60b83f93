package org.redstats.notify;

import java.net.http.HttpResponse;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Who gets no place is told so while it is still HTTP. */
class LimitsTests {

    @Test
    void anAddressHasSoManyConnectionsAndNoMore() throws Exception {
        try (var instance = Instance.start("red.notify.limits.connections-per-address=2")) {
            try (var one = instance.connect("?red_threshold=0.5").subscribed();
                    var two = instance.stream("?red_threshold=0.5", "X-Forwarded-For", "127.0.0.1").subscribed()) {
                assertRefused(instance.get("/ws/events?red_threshold=0.5"), 429);
                assertThat(instance.upgrade("/ws")).startsWith("HTTP/1.1 429")
                        .containsIgnoringCase("retry-after: 5")
                        .contains("application/problem+json");
                // The gateway says that this is somebody else.
                instance.stream("?red_threshold=0.5", "X-Forwarded-For", "192.0.2.1").subscribed().close();
                assertThat(one.isOpen()).isTrue();
                assertThat(two.answer().statusCode()).isEqualTo(200);
            }
            Awaitility.await().until(() -> instance.meter("red.notify.connections") == 0);
            instance.stream("?red_threshold=0.5").subscribed().close();
            assertThat(instance.meter("red.notify.refusals", "status", "429")).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void anInstanceHasSoManyConnectionsAndNoMore() throws Exception {
        try (var instance = Instance.start("red.notify.limits.connections=1",
                "red.notify.trusted-proxies=192.0.2.1");
                var only = instance.connect("?red_threshold=0.5").subscribed()) {
            assertRefused(instance.get("/ws/events?red_threshold=0.5", "X-Forwarded-For", "192.0.2.9"), 503);
            assertThat(instance.upgrade("/ws")).startsWith("HTTP/1.1 503");
            assertThat(only.isOpen()).isTrue();
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JsonMapper.shared().readTree(answer.body()).path("detail").stringValue()).isNotBlank();
    }
}
