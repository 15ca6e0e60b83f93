package org.redstats.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients that do not get on with their requests: each is sent away after a while, and harms nobody else. */
class SlowClientTests {

    private static final String HEAD = "POST /stat HTTP/1.1\r\nHost: example.org\r\nContent-Length: 60000\r\n\r\n";

    private static final StandIn store = StandIn.named("the store");
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.with(RunningGateway.backends("store", store), "red.gateway.answer-timeout=500ms",
                "red.gateway.limits.head-timeout=500ms", "red.gateway.breaker.calls=4", "red.gateway.breaker.pause=1h");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        store.close();
    }

    @Test
    void oneThatKeepsTheRestOfItsBodyIsToldSoAndTheServiceIsNotBlamed() {
        var answers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> answerTo(HEAD + "x".repeat(100), "")))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join)).allSatisfy(answer -> assertThat(answer)
                .startsWith("HTTP/1.1 408").contains("the rest of the request did not come in time"));
        assertThat(gateway.get("/stat").statusCode()).isEqualTo(200);
    }

    @Test
    void oneWhoseBodyTricklesIsSentAwayThoughItNeverStops() {
        assertThat(answerTo(HEAD, "x")).startsWith("HTTP/1.1 408");
    }

    @Test
    void oneWhoseHeadTricklesIsSentAwayThoughItNeverStops() {
        assertThat(answerTo("GET /stat HTTP/1.1\r\n", "X-Slow: y\r\n")).startsWith("HTTP/1.1 408")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("the head of the request did not come in time");
    }

    @Test
    void oneThatSaysNothingAtAllIsSentAway() {
        assertThat(answerTo("", "")).startsWith("HTTP/1.1 408");
    }

    @Test
    void aConnectionMayRestBetweenTwoRequests() throws IOException {
        try (var socket = connected()) {
            for (var i = 0; i < 2; i++) {
                socket.getOutputStream().write("GET /stat HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(ISO_8859_1));
                assertThat((char) socket.getInputStream().read()).isEqualTo('H');
                await().pollDelay(Duration.ofMillis(200)).until(() -> {
                    socket.getInputStream().skipNBytes(socket.getInputStream().available());
                    return answerTo("", "").startsWith("HTTP/1.1 408"); // longer than a head may take
                });
            }
        }
    }

    /** Sends a beginning, then more and more of the same until there is an answer. */
    private static String answerTo(String beginning, String more) {
        try (var socket = connected()) {
            socket.getOutputStream().write(beginning.getBytes(ISO_8859_1));
            if (!more.isEmpty()) {
                await().pollInterval(Duration.ofMillis(10)).until(() -> {
                    socket.getOutputStream().write(more.getBytes(ISO_8859_1));
                    return socket.getInputStream().available() > 0;
                });
            }
            return answer(socket);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Socket connected() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        var answer = new StringBuilder();
        try {
            while (!answer.toString().endsWith("}")) {
                var next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
            }
        } catch (SocketException e) {
            return answer.toString(); // what was still on its way to a closed connection resets it
        }
        return answer.toString();
    }
}
