package org.redstats.notify;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.RedQueue;
import org.redstats.testing.TestBroker;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What a client of {@code /ws} may rely on. */
class LiveAlertsTests {

    private static final String EVERYTHING = "{\"red_threshold\":0}";

    private static Instance instance;
    private static Red red;

    @BeforeAll
    static void start() {
        instance = Instance.start("red.notify.allowed-origins=https://*.example.org");
        red = new Red(TestBroker.shared());
    }

    @AfterAll
    static void stop() {
        red.close();
        instance.close();
    }

    @Test
    void answersTheThresholdOfTheUrl() {
        try (var client = instance.connect("?red_threshold=0.5&user_id=42")) {
            assertThat(client.nextText())
                    .isEqualTo("{\"type\":\"subscribed\",\"red_threshold\":0.5,\"user_id\":\"42\"}");
        }
    }

    @Test
    void answersTheThresholdOfAFrame() {
        try (var client = instance.connect("").send("{\"red_threshold\":0.5}")) {
            assertThat(client.nextText())
                    .isEqualTo("{\"type\":\"subscribed\",\"red_threshold\":0.5,\"user_id\":null}");
        }
    }

    @Test
    void readsAnIntegerUserIdAsItsText() {
        try (var client = instance.connect("").send("{\"red_threshold\":1e-3,\"user_id\":42,\"colour\":\"red\"}")) {
            var answer = client.next();
            assertThat(answer.path("user_id").stringValue()).isEqualTo("42");
            assertThat(answer.path("red_threshold").doubleValue()).isEqualTo(0.001);
        }
    }

    @Test
    void understandsWhatAUrlEncodes() {
        try (var client = instance.connect("?user_id=J%C3%BCrgen+%26+Zo%C3%AB&red_threshold=5e-1")) {
            assertThat(client.next().path("user_id").stringValue()).isEqualTo("Jürgen & Zoë");
        }
    }

    @Test
    void sendsAnAlertWithTheFourFieldsOfTheEvent() {
        try (var client = instance.connect("?red_threshold=0.5").subscribed()) {
            var event = Red.event("7", 0.75);
            red.publish(event);

            assertThat(client.next()).isEqualTo(JsonMapper.shared().readTree("""
                    {"type":"alert","alerts":[{"event_id":"%s","user_id":"7","red_value":0.75,"when":"%s"}]}
                    """.formatted(event.eventId(), event.when())));
        }
    }

    @Test
    void alertsOnlyAboveTheThreshold() {
        try (var client = instance.connect("?red_threshold=0.5").subscribed()) {
            red.publish("1", 0.49);
            red.publish("1", 0.5);
            var above = red.publish("1", Math.nextUp(0.5));

            assertThat(client.nextIds(1)).containsExactly(above);
        }
    }

    @Test
    void doesNotCountZeroAsRedderThanMinusZero() {
        try (var client = instance.connect("?red_threshold=-0.0").subscribed()) {
            red.publish("1", 0);
            var above = red.publish("1", Double.MIN_VALUE);

            assertThat(client.nextIds(1)).containsExactly(above);
        }
    }

    @Test
    void alertsOnlyOfTheUserAskedFor() {
        try (var client = instance.connect("?red_threshold=0.5&user_id=42").subscribed()) {
            red.publish("4", 0.9);
            red.publish("42", 0.4);
            red.publish("43", 0.9);
            var theirs = red.publish("42", 0.9);

            assertThat(client.nextIds(1)).containsExactly(theirs);
        }
    }

    @Test
    void sendsNothingBeforeAThreshold() {
        try (var client = instance.connect(""); var other = instance.connect("?red_threshold=0").subscribed()) {
            red.publish("1", 0.9);
            other.nextIds(1);

            client.send(EVERYTHING).subscribed();
            var later = red.publish("1", 0.9);

            assertThat(client.nextIds(1)).containsExactly(later);
        }
    }

    @Test
    void obeysTheNewThresholdAfterItsAnswer() {
        try (var client = instance.connect("?red_threshold=0.1").subscribed()) {
            for (var i = 0; i < 200; i++) {
                red.publish("1", 0.5);
                if (i == 100) {
                    client.send("{\"red_threshold\":0.8}");
                }
            }
            var last = red.publish("1", 0.9);

            var answered = new boolean[1];
            client.readUntil(last, frame -> {
                if (answered[0]) {
                    assertThat(frame.path("alerts").valueStream())
                            .allMatch(alert -> alert.path("red_value").doubleValue() > 0.8);
                }
                answered[0] |= frame.path("type").stringValue().equals("subscribed");
            });
            assertThat(answered[0]).isTrue();
        }
    }

    @Test
    void changesFromAUserToEverybody() {
        try (var client = instance.connect("?red_threshold=0.5&user_id=42").subscribed()) {
            client.send("{\"red_threshold\":0.5}").subscribed();
            var other = red.publish("1", 0.9);

            assertThat(client.nextIds(1)).containsExactly(other);
        }
    }

    @Test
    void keepsTheOrderOfReceipt() {
        try (var client = instance.connect("?red_threshold=0").subscribed()) {
            var ids = IntStream.range(0, 500).mapToObj(i -> red.publish("1", 0.5)).toList();

            assertThat(client.nextIds(500)).isEqualTo(ids);
        }
    }

    @Test
    void pushesARedeliveredEventOnce() {
        try (var client = instance.connect("?red_threshold=0").subscribed()) {
            var event = Red.event("1", 0.5);
            red.publish(event);
            red.publish(event);
            red.publish(new RedEvent(event.eventId(), "1", 0.5, event.when().minusSeconds(1)));
            var next = red.publish("1", 0.5);

            assertThat(client.nextIds(3)).containsExactly(event.eventId().toString(), event.eventId().toString(), next);
        }
    }

    @Test
    void passesOverBadMessages() {
        try (var client = instance.connect("?red_threshold=0").subscribed()) {
            var before = red.publish("1", 0.5);
            red.publish("red");
            red.publish(new byte[0]);
            red.publish(new byte[]{(byte) 0xff, 0});
            red.publish("[]");
            red.publish("{\"user_id\":\"1\"}");
            red.publish("{\"user_id\":\"1\",\"red_value\":-1}");
            red.publish("{\"user_id\":\"\",\"red_value\":1}");
            red.publish("{\"user_id\":\"1\",\"red_value\":1,\"when\":\"2999-01-01T00:00:00Z\"}");
            red.publish("{\"user_id\":\"1\",\"red_value\":1,\"event_id\":\"1\"}");
            red.publishAsSpringBatch("{}");
            red.publish("[".repeat(100_000));
            var after = red.publish("1", 0.5);

            assertThat(client.nextIds(2)).containsExactly(before, after);
        }
        assertThat(instance.meter("red.notify.bad.messages", "reason", "red_value")).isGreaterThanOrEqualTo(2);
        assertThat(instance.meter("red.notify.bad.messages", "reason", "when")).isGreaterThanOrEqualTo(1);
        assertThat(instance.meter("red.notify.bad.messages", "reason", "body")).isGreaterThanOrEqualTo(5);
    }

    @Test
    void takesAMessageWithTwoFieldsOnly() {
        try (var client = instance.connect("?red_threshold=0").subscribed()) {
            red.publish("{\"user_id\":42,\"red_value\":1}");

            var alert = client.next().path("alerts").path(0);
            assertThat(alert.path("user_id").stringValue()).isEqualTo("42");
            assertThat(alert.path("event_id").stringValue()).isNotBlank();
            assertThat(alert.path("when").stringValue()).endsWith("Z");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "red", "{", "[]", "null", "0.5", "{}", "{\"red_threshold\":null}",
            "{\"red_threshold\":\"0.5\"}", "{\"red_threshold\":-0.1}", "{\"red_threshold\":1e999}",
            "{\"red_threshold\":NaN}", "{\"red_threshold\":0.5,\"user_id\":\"\"}",
            "{\"red_threshold\":0.5,\"user_id\":1.5}", "{\"red_threshold\":0.5,\"user_id\":[]}",
            "{\"red_threshold\":0.5,\"user_id\":\"\\ud800\"}", "{\"red_threshold\":0.5} x"})
    void answersABadFrameWithAnErrorAndStays(String frame) {
        try (var client = instance.connect("").send(frame)) {
            var error = client.next();
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.path("detail").stringValue()).isNotBlank();

            client.send(EVERYTHING).subscribed();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?red_threshold=", "?red_threshold=red", "?red_threshold=-1", "?red_threshold=NaN",
            "?red_threshold=1e999", "?red_threshold=0x1p3", "?user_id=42", "?red_threshold=0.5&user_id="})
    void answersABadUrlWithAnErrorAndStays(String query) {
        try (var client = instance.connect(query)) {
            assertThat(client.next().path("type").stringValue()).isEqualTo("error");

            client.send(EVERYTHING).subscribed();
        }
    }

    @Test
    void keepsTheThresholdOverABadFrame() {
        try (var client = instance.connect("?red_threshold=0.5").subscribed()) {
            client.send("red");
            assertThat(client.next().path("type").stringValue()).isEqualTo("error");
            red.publish("1", 0.4);
            var above = red.publish("1", 0.6);

            assertThat(client.nextIds(1)).containsExactly(above);
        }
    }

    @Test
    void answersABinaryFrameWithAnErrorAndStays() {
        try (var client = instance.connect("")) {
            client.sendWithoutWaiting(EVERYTHING.getBytes(StandardCharsets.UTF_8));

            assertThat(client.next().path("detail").stringValue()).contains("binary");
            client.send(EVERYTHING).subscribed();
        }
    }

    @Test
    void takesAFrameOf4KiB() {
        try (var client = instance.connect("").send(EVERYTHING + " ".repeat(4096 - EVERYTHING.length()))) {
            client.subscribed();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4097, 100_000, 5_000_000})
    void closesWith1009AtAFrameOver4KiB(int size) {
        try (var client = instance.connect("")) {
            client.sendWithoutWaiting(EVERYTHING + " ".repeat(size - EVERYTHING.length()));

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void measuresAFrameInBytes() {
        try (var client = instance.connect("")) {
            client.sendWithoutWaiting("{\"red_threshold\":0,\"name\":\"" + "ü".repeat(3000) + "\"}");

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void takesAFrameInPartsAndMeasuresItWhole() {
        try (var client = instance.connect("")) {
            client.sendInParts("{\"red_", "threshold\"", ":0}").subscribed();
            client.sendInParts(EVERYTHING, " ".repeat(3000), " ".repeat(3000));

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void answersAPingWithItsPayload() {
        try (var client = instance.connect("")) {
            assertThat(client.ping("are you there")).isEqualTo("are you there");
        }
    }

    @Test
    void echoesTheClientsCloseCode() {
        try (var client = instance.connect("")) {
            client.leave(4321);

            assertThat(client.closeCode()).isEqualTo(4321);
        }
    }

    @Test
    void closesWith1009AtABinaryFrameOver4KiB() {
        try (var client = instance.connect("")) {
            client.sendWithoutWaiting(new byte[100_000]);

            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void saysHowToConnectToWhoeverDoesNotUpgrade() throws Exception {
        var answer = instance.get("/ws?red_threshold=0.5");

        assertThat(answer.statusCode()).isEqualTo(426);
        assertThat(answer.headers().firstValue("Upgrade")).contains("websocket");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("WebSocket client");
    }

    @Test
    void describesItself() throws Exception {
        var answer = instance.get("/v3/api-docs");

        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        var ws = JsonMapper.shared().readTree(answer.body()).path("paths").path("/ws").path("get");
        assertThat(ws.path("responses").propertyNames()).contains("101", "403", "426", "429", "503");
    }

    @Test
    void describesTheExchangeItReads() throws Exception {
        var exchange = RedQueue.exchange();
        var described = JsonMapper.shared().readTree(instance.get("/ws/asyncapi.json").body())
                .path("channels").path("values").path("bindings").path("amqp").path("exchange");

        assertThat(described.path("name").stringValue()).isEqualTo(exchange.getName());
        assertThat(described.path("type").stringValue()).isEqualTo(exchange.getType());
        assertThat(described.path("durable").booleanValue()).isEqualTo(exchange.isDurable());
    }

    @Test
    void answersAnotherPathWithAProblem() throws Exception {
        var answer = instance.get("/nothing", "Accept", "text/html");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void letsOnlyTheConfiguredOriginsConnect() {
        var sockets = Instance.HTTP.newWebSocketBuilder();
        var listener = new java.net.http.WebSocket.Listener() {};

        sockets.header("Origin", "https://live.example.org").buildAsync(instance.uri(""), listener).join().abort();
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Instance.HTTP.newWebSocketBuilder()
                .header("Origin", "https://example.com")
                .buildAsync(instance.uri(""), listener)
                .join());
    }
}
