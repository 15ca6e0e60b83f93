package org.redstats.notify;

import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.redstats.testing.TestBroker;
import org.redstats.testing.TestIssuer;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Who may listen to whom, where tokens are asked for. */
class SignInTests {

    private static TestIssuer issuer;
    private static Instance instance;
    private static Red red;

    private final String ann = "ann-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        issuer = TestIssuer.start();
        instance = Instance.start("red.auth.issuer-uri=" + issuer.uri(), "red.auth.clock-skew=0s",
                "red.notify.connection.ping-interval=1s");
        red = new Red(TestBroker.shared());
    }

    @AfterAll
    static void stop() {
        red.close();
        instance.close();
        issuer.close();
    }

    @Test
    void withoutATokenNothingIsOpened() throws Exception {
        assertThat(refusal("?red_threshold=0", builder -> builder)).isEqualTo(401);
        assertThat(refusal("?red_threshold=0", builder -> builder.subprotocols("red.alerts", "bearer.a.b.c")))
                .isEqualTo(401);
        var answer = instance.get("/ws/events?red_threshold=0");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JsonMapper.shared().readTree(answer.body()).path("status").asInt()).isEqualTo(401);
    }

    @Test
    void aTokenMayComeAsASubprotocolAsABrowserSendsIt() {
        try (var client = open("?red_threshold=0&user_id=" + ann,
                builder -> builder.subprotocols("red.alerts", "bearer." + issuer.token(ann)))) {
            client.subscribed();
            assertThat(client.subprotocol()).isEqualTo("red.alerts");
        }
    }

    @Test
    void oneHearsOfOnesOwnImagesWithoutSayingWhose() {
        try (var client = open("?red_threshold=0", as(ann))) {
            assertThat(client.next().path("user_id").asString()).isEqualTo(ann);

            red.publish("bob", 0.5);
            var own = red.publish(ann, 0.5);

            assertThat(client.nextIds(1)).containsExactly(own);
        }
    }

    @Test
    void oneDoesNotHearOfAnothers() throws Exception {
        assertThat(refusal("?red_threshold=0&user_id=bob", as(ann))).isEqualTo(403);
        assertThat(instance.get("/ws/events?red_threshold=0&user_id=bob", "Authorization", bearer(ann)).statusCode())
                .isEqualTo(403);
        try (var client = open("", as(ann))) {
            client.send("{\"red_threshold\":0,\"user_id\":\"bob\"}");
            assertThat(client.next().path("detail").asString()).isEqualTo("user_id must be your own");

            client.send("{\"red_threshold\":0}");
            assertThat(client.next().path("user_id").asString()).isEqualTo(ann);
        }
    }

    @Test
    void aReplayBringsOnlyOnesOwn() {
        try (var before = open("?red_threshold=0", as(ann)).subscribed()) {
            var seen = red.publish(ann, 0.5);
            red.publish("bob", 0.5);
            var missed = red.publish(ann, 0.5);
            before.nextIds(2);

            try (var after = open("?red_threshold=0&since=" + seen, as(ann))) {
                assertThat(after.nextIds(1)).containsExactly(missed);
            }
        }
    }

    @Test
    void anAdminHearsOfEverybodys() {
        try (var client = open("?red_threshold=0", builder -> builder.header("Authorization",
                "Bearer " + issuer.token("root", "red.admin")))) {
            assertThat(client.next().path("user_id").isNull()).isTrue();
        }
    }

    @Test
    void aConnectionEndsWithItsToken() {
        var expiring = "Bearer " + issuer.sign(issuer.claims(ann)
                .expirationTime(Date.from(Instant.now().plusSeconds(5))).build());
        try (var client = open("?red_threshold=0", builder -> builder.header("Authorization", expiring));
                var stream = instance.stream("?red_threshold=0", "Authorization", expiring)) {
            client.subscribed();
            stream.subscribed();

            assertThat(client.closeCode()).isEqualTo(1008);
            assertThat(client.closeReason()).isEqualTo("token expired");
            var line = stream.nextLine();
            while (line.equals(": ping")) {
                line = stream.nextLine();
            }
            assertThat(line).startsWith("retry: ");
            assertThat(stream.nextLine()).isEqualTo("END");
        }
    }

    @Test
    void descriptionsAndHealthAreOpen() throws Exception {
        assertThat(instance.get("/v3/api-docs").statusCode()).isEqualTo(200);
        assertThat(instance.get("/ws/asyncapi.json").statusCode()).isEqualTo(200);
        assertThat(instance.status("readiness")).isEqualTo(200);
    }

    private static Client open(String query, UnaryOperator<WebSocket.Builder> settings) {
        return Client.open(instance.uri(query), true, settings.apply(Instance.HTTP.newWebSocketBuilder()));
    }

    private static int refusal(String query, UnaryOperator<WebSocket.Builder> settings) {
        var failure = catchThrowableOfType(CompletionException.class, () -> open(query, settings).close());
        return failure.getCause() instanceof WebSocketHandshakeException refused ? refused.getResponse().statusCode()
                : 0;
    }

    private static UnaryOperator<WebSocket.Builder> as(String userId) {
        return builder -> builder.header("Authorization", bearer(userId));
    }

    private static String bearer(String userId) {
        return "Bearer " + issuer.token(userId);
    }
}
