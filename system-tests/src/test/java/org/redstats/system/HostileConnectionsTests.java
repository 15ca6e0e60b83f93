package org.redstats.system;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.system.Events.newUser;

/** What no client with manners sends: requests that can be read in two ways, and frames that are none. */
class HostileConnectionsTests {

    private static final String END = "Connection: close\r\n\r\n";

    private final RedStats redStats = RedStats.running();

    static Stream<String> requestsThatCanBeReadInTwoWays() {
        var smuggled = "GET /stat?user_id=smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
        var chunked = "Transfer-Encoding: chunked\r\n";
        return Stream.of(
                post("Content-Length: 6\r\n" + chunked) + "0\r\n\r\n" + smuggled,
                post(chunked + "Content-Length: 4\r\n") + "5\r\nhello\r\n0\r\n\r\n" + smuggled,
                post("Content-Length: 0\r\nContent-Length: " + smuggled.length() + "\r\n") + smuggled,
                post("Content-Length: 0, " + smuggled.length() + "\r\n") + smuggled,
                post("Content-Length: -1\r\n") + smuggled,
                post("Content-Length: +0\r\n") + smuggled,
                post("Content-Length: 0x10\r\n") + smuggled,
                post("Content-Length: 99999999999999999999\r\n") + smuggled,
                post("Content-Length : 0\r\n") + smuggled,
                post("Content-Length: 3\r\n " + smuggled.length() + "\r\n") + smuggled,
                post("Transfer-Encoding: xchunked\r\n") + smuggled,
                post("Transfer-Encoding: chunked, identity\r\n") + "0\r\n\r\n" + smuggled,
                post("Transfer-Encoding:\u000bchunked\r\n") + "0\r\n\r\n" + smuggled,
                post("Transfer-Encoding: identity\r\n" + chunked) + "0\r\n\r\n" + smuggled,
                post("X: y\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" + smuggled,
                post(chunked) + "zz\r\n" + smuggled,
                post(chunked) + "-1\r\n" + smuggled,
                post(chunked) + "7fffffffffffffff1\r\n" + smuggled,
                post(chunked) + "2;" + "x".repeat(20_000) + "\r\nab\r\n0\r\n\r\n",
                post(chunked) + "0\r\nTrailer: a\r\nContent-Length: 5\r\n\r\n" + smuggled,
                "GET /stat HTTP/1.1\r\nHost: a\r\nHost: b\r\n" + END,
                "GET http://example.org/stat HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat HTTP/1.1\r\n" + END,
                "GET /stat HTTP/0.9\r\nHost: x\r\n" + END,
                "GET /stat HTTP/7.7\r\nHost: x\r\n" + END,
                "GET /stat\r\n\r\n",
                "GET  /stat  HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat?a=%zz HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat?user_id=%ff%fe HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat?user_id=a\u0000b HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat/../actuator/health HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat/%2e%2e/actuator/health HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat;a=b/..;/actuator/env HTTP/1.1\r\nHost: x\r\n" + END,
                "GET //stat HTTP/1.1\r\nHost: x\r\n" + END,
                "GET * HTTP/1.1\r\nHost: x\r\n" + END,
                "CONNECT example.org:80 HTTP/1.1\r\nHost: x\r\n" + END,
                "TRACE /stat HTTP/1.1\r\nHost: x\r\n" + END,
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n" + END,
                "GET /stat HTTP/1.1\r\nHost: x\r\nX-Null: a\u0000b\r\n" + END,
                "GET /stat HTTP/1.1\r\nHost: x\r\nX-Return: a\rb\r\n" + END,
                "GET /stat HTTP/1.1\r\nHost: x\r\nX-User-Id: \u00ff\u00fe\r\nCookie: " + "a=b; ".repeat(1_000) + "\r\n"
                        + END,
                "GET /stat HTTP/1.1\r\nHost: x\r\n" + "X-Many: y\r\n".repeat(600) + END,
                "GET /stat HTTP/1.1\r\nHost: x\r\nConnection: Host, Accept, X-Forwarded-For, close\r\n\r\n",
                "GET /stat HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\n" + END,
                lines("GET /stat HTTP/1.1", "Host: x", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__",
                        "Connection: Upgrade, HTTP2-Settings, close"),
                "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                lines("GET /ws HTTP/1.1", "Host: x", "Connection: Upgrade, close", "Upgrade: websocket",
                        "Sec-WebSocket-Version: 99", "Sec-WebSocket-Key: AAAA"),
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "\r\n\r\n\r\nGET /stat HTTP/1.1\r\nHost: x\r\n" + END);
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private static String post(String framing) {
        return "POST /stat HTTP/1.1\r\nHost: x\r\n" + framing + "\r\n";
    }

    @ParameterizedTest
    @MethodSource("requestsThatCanBeReadInTwoWays")
    void anAmbiguousRequestIsAnsweredAndNobodyElseGetsItsAnswer(String request) {
        try (var connection = RawConnection.to(redStats.url())) {
            var head = connection.send(request).readUntil("\r\n");

            assertThat(head).matches("(HTTP/1\\.[01] [1-4]\\d\\d .*\r\n)?");
        }
        // The connections to the services are shared: an answer too many on one of them would go to the next client.
        for (var i = 0; i < 6; i++) {
            var user = newUser();
            assertThat(redStats.stat(user, Map.of()).get("user_id").asString()).isEqualTo(user);
        }
    }

    static Stream<List<byte[]>> frames() {
        var json = "{\"red_threshold\":0.5}".getBytes(UTF_8);
        return Stream.of(
                List.of(new byte[]{(byte) 0x81, 2, '{', '}'}),
                List.of(RawConnection.frame(0x83, json)),
                List.of(RawConnection.frame(0x8F, json)),
                List.of(RawConnection.frame(0xC1, json)),
                List.of(RawConnection.frame(0xF1, json)),
                List.of(RawConnection.frame(0x80, json)),
                List.of(RawConnection.frame(0x01, json), RawConnection.frame(0x81, json)),
                List.of(RawConnection.frame(0x09, new byte[1])),
                List.of(RawConnection.frame(0x08, new byte[]{3, (byte) 0xe8})),
                List.of(RawConnection.frame(0x89, new byte[126])),
                List.of(RawConnection.frame(0x88, new byte[1])),
                List.of(RawConnection.frame(0x88, closing(0))),
                List.of(RawConnection.frame(0x88, closing(999))),
                List.of(RawConnection.frame(0x88, closing(1005))),
                List.of(RawConnection.frame(0x88, closing(65_535))),
                List.of(RawConnection.frame(0x88, new byte[]{3, (byte) 0xe8, (byte) 0xff, (byte) 0xfe})),
                List.of(RawConnection.frame(0x81, new byte[]{(byte) 0xff, (byte) 0xfe})),
                List.of(RawConnection.frame(0x81, new byte[]{(byte) 0xed, (byte) 0xa0, (byte) 0x80})),
                List.of(RawConnection.frame(0x81, new byte[60_000])),
                List.of(new byte[]{(byte) 0x81, (byte) 0xff, 127, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0}),
                List.of(new byte[]{(byte) 0x81, (byte) 0xff, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0}),
                List.of(RawConnection.frame(0x01, new byte[3_000]), RawConnection.frame(0x00, new byte[3_000]),
                        RawConnection.frame(0x80, new byte[1])),
                IntStream.range(0, 3_000).mapToObj(i -> RawConnection.frame(0x81, json)).toList(),
                IntStream.range(0, 3_000).mapToObj(i -> RawConnection.frame(0x89, new byte[125])).toList());
    }

    private static byte[] closing(int code) {
        return ByteBuffer.allocate(2).putShort((short) code).array();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void aBadFrameEndsItsOwnConnectionAlone(List<byte[]> frames) {
        for (var url : List.of(redStats.url(), redStats.instances("red-stat-notify").getFirst().url())) {
            try (var bystander = RawConnection.webSocket(url); var bad = RawConnection.webSocket(url)) {
                frames.forEach(bad::send);
                bad.readUntilClosed(); // which fails when it never is

                bystander.send(RawConnection.frame(0x89, "still there".getBytes(UTF_8)));
                assertThat(bystander.readUntil("still there")).endsWith("still there");
            }
        }
    }

    @Test
    void goesOnAfterAnyFrames() {
        var health = Health.before(redStats, "gateway", "red-stat-notify");

        new Fuzz("frames", 150).repeat(random -> {
            var url = random.nextBoolean() ? redStats.url() : redStats.instances("red-stat-notify").getLast().url();
            try (var connection = RawConnection.webSocket(url)) {
                for (var i = random.nextInt(8); i >= 0; i--) {
                    connection.send(frame(random));
                }
            }
        });

        health.isAsBefore();
    }

    private static byte[] frame(Random random) {
        var payload = switch (random.nextInt(3)) {
            case 0 -> new byte[random.nextInt(6_000)];
            case 1 -> Fuzz.nasty(random).getBytes(UTF_8);
            default -> ("{\"red_threshold\":" + Fuzz.nasty(random) + ",\"user_id\":\"" + Fuzz.nasty(random)
                    + "\",\"since\":\"" + Fuzz.nasty(random) + "\"}").getBytes(UTF_8);
        };
        var frame = RawConnection.frame(random.nextInt(3) == 0 ? random.nextInt(256) : 0x81, payload);
        if (random.nextInt(3) == 0) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        return frame;
    }

    @ParameterizedTest
    @ValueSource(strings = {"red-stat-store", "red-stat-subscribe", "red-stat-notify", "red-demo"})
    void aServiceServesOthersWhileManySendTheirRequestsSlowly(String module) {
        var instance = redStats.instances(module).getFirst();
        var slow = new ArrayList<RawConnection>();
        try {
            for (var i = 0; i < 100; i++) {
                slow.add(RawConnection.to(instance.url()).send(i % 2 == 0 ? "GET / HTTP/1.1\r\nHost: "
                        : "POST /sub HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"));
            }
            assertThat(instance.ready()).isTrue();
        } finally {
            slow.forEach(RawConnection::close);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_id=\r\nX-Injected: 1", "user_id=\u0000", "from=\r\n\r\n<html>",
            "cursor=\r\nSet-Cookie: a"})
    void aLineBreakInAParameterGetsIntoNoHeader(String parameter) {
        var name = parameter.substring(0, parameter.indexOf('=') + 1);
        var answer = redStats
                .get("/stat/events?" + name + URLEncoder.encode(parameter.substring(name.length()), UTF_8));

        assertThat(answer.statusCode()).isLessThan(500);
        assertThat(answer.headers().map()).doesNotContainKeys("x-injected", "set-cookie");
        assertThat(answer.body().getBytes(ISO_8859_1)).doesNotContain((byte) 0);
    }
}
