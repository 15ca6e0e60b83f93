package org.redstats.gateway;

import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WebSocketTests {

    private static final StandIn live = StandIn.named("live");
    private static RunningGateway gateway;

    private final Visitor visitor = new Visitor();

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with(RunningGateway.backends("notify", live), "red.gateway.answer-timeout=1s",
                "red.gateway.limits.head-timeout=1s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        live.close();
    }

    @Test
    void passesFramesBothWays() {
        WebSocket socket = gateway.open("/ws?red_threshold=0.5", visitor);
        socket.sendText("something", true).join();

        await().untilAsserted(
                () -> assertThat(visitor.heard).containsExactly("hello from live", "live heard something"));
        assertThat(live.requests()).contains("GET /ws?red_threshold=0.5");
        socket.abort();
    }

    @Test
    void passesLargeFrames() {
        WebSocket socket = gateway.open("/ws", visitor);
        socket.sendText("big 204800", true).join();

        await().untilAsserted(() -> assertThat(visitor.heard).last().asString().hasSize(204_800));
        socket.abort();
    }

    @Test
    void letsASocketRestForLongerThanTheHeadOfARequestMayTake() throws IOException {
        WebSocket socket = gateway.open("/ws", visitor);
        socket.sendText("one", true).join();

        assertThat(gateway.raw("")).startsWith("HTTP/1.1 408");

        socket.sendText("two", true).join();
        await().untilAsserted(() -> assertThat(visitor.heard).endsWith("live heard two"));
        socket.abort();
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1008, 1009, 1011, 1012, 1013, 4000})
    void passesTheServicesCloseCodeAfterItsLastFrame(int code) {
        gateway.open("/ws", visitor).sendText("close " + code, true).join();

        await().untilAsserted(() -> assertThat(visitor.closeCode).hasValue(code));
        assertThat(visitor.heard).endsWith("last words");
        assertThat(visitor.reason).isEqualTo("as told");
    }

    @Test
    void tellsTheVisitorToReconnectWhenTheServiceVanishes() {
        gateway.open("/ws", visitor).sendText("vanish", true).join();

        await().untilAsserted(() -> assertThat(visitor.closeCode).hasValue(1012));
    }

    @Test
    void passesTheVisitorsCloseCode() {
        gateway.open("/ws", visitor).sendClose(4321, "enough").join();

        await().untilAsserted(() -> assertThat(live.closeCodes()).contains(4321));
    }

    @Test
    void tellsTheServiceThatAVisitorHasVanished() {
        int before = live.closeCodes().size();
        gateway.open("/ws", visitor).abort();

        await().untilAsserted(() -> assertThat(live.closeCodes().subList(before, live.closeCodes().size()))
                .contains(1001));
    }

    @Test
    void letsTheServicePingTheVisitorItself() {
        WebSocket socket = gateway.open("/ws", visitor);
        socket.sendText("ping me", true).join();

        await().untilAsserted(() -> assertThat(visitor.pings).hasValue(1));
        await().untilAsserted(() -> assertThat(visitor.heard).endsWith("got a pong"));
        socket.abort();
    }

    @Test
    void outlivesTheAnswerTimeout() {
        WebSocket socket = gateway.open("/ws", visitor);

        await().during(java.time.Duration.ofSeconds(3)).until(() -> visitor.closeCode.get() == 0);
        socket.sendText("still there", true).join();
        await().untilAsserted(() -> assertThat(visitor.heard).endsWith("live heard still there"));
        socket.abort();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws?silent", "/ws?cut"})
    void answersAnUpgradeThatGetsNowhere(String path) throws IOException {
        assertThat(upgrade(gateway, path)).startsWith("HTTP/1.1 503").contains("application/problem+json");
    }

    @Test
    void passesTheServicesRefusalOn() throws IOException {
        assertThat(upgrade(gateway, "/ws?refuse")).startsWith("HTTP/1.1 429")
                .containsIgnoringCase("retry-after: 7\r\n")
                .contains("application/problem+json");
    }

    @Test
    void givesAnUpgradeToAnotherInstanceWhereOneIsStopping() {
        try (var stopping = StandIn.named("stopping");
                var several = RunningGateway.with(RunningGateway.backends("notify", stopping, live))) {
            stopping.mood("busy");
            for (int i = 0; i < 4; i++) {
                var each = new Visitor();
                WebSocket socket = several.open("/ws", each);
                await().untilAsserted(() -> assertThat(each.heard).containsExactly("hello from live"));
                socket.abort();
            }
            assertThat(stopping.requests()).isNotEmpty();
        }
    }

    @Test
    void passesTheRefusalOnWhereNoOtherInstanceIs() throws IOException {
        int before = live.requests().size();

        assertThat(upgrade(gateway, "/ws?busy")).startsWith("HTTP/1.1 503")
                .containsIgnoringCase("retry-after: 5\r\n")
                .contains("application/problem+json");
        assertThat(live.requests()).hasSize(before + 1);
    }

    @Test
    void answersAnUpgradeWhenNoInstanceIsThere() throws IOException {
        StandIn dead = StandIn.named("dead");
        dead.close();
        try (var alone = RunningGateway.with(RunningGateway.backends("notify", dead))) {
            assertThat(upgrade(alone, "/ws")).startsWith("HTTP/1.1 503").contains("application/problem+json");
        }
    }

    @Test
    void tellsVisitorsToReconnectWhenItStops() {
        try (var stopping = RunningGateway.with(RunningGateway.backends("notify", live))) {
            stopping.open("/ws", visitor);
            await().untilAsserted(() -> assertThat(visitor.heard).isNotEmpty());
        }
        await().untilAsserted(() -> assertThat(visitor.closeCode).hasValue(1012));
    }

    private static String upgrade(RunningGateway gateway, String path) throws IOException {
        return gateway.raw("GET " + path + " HTTP/1.1\r\nHost: example.org\r\nConnection: Upgrade\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    }

    private static class Visitor implements WebSocket.Listener {

        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final AtomicInteger closeCode = new AtomicInteger();
        private final AtomicInteger pings = new AtomicInteger();
        private final StringBuilder parts = new StringBuilder();
        private volatile @Nullable String reason;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                heard.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            pings.incrementAndGet();
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String why) {
            reason = why;
            closeCode.set(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            heard.add(error.toString());
        }
    }
}
