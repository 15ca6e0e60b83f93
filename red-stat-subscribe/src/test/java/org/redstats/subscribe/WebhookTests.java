package org.redstats.subscribe;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import com.standardwebhooks.Webhook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.subscribe.TestReceiver.Received;
import org.springframework.http.HttpMethod;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class WebhookTests extends ServiceTests {

    private final TestReceiver receiver = new TestReceiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void postsWhatTheOfficialLibraryVerifies() {
        var ann = subscribe(receiver.url("127.0.0.1", "/hook?a=b"), Map.of("user_id", "42"));
        assertThat(ann.json().path("email").isNull()).isTrue();
        assertThat(ann.json().path("webhook_url").asString()).isEqualTo(receiver.url("127.0.0.1", "/hook?a=b"));
        publish("42", 0.87);

        await().until(() -> receiver.received().size() == 1);
        await().until(() -> delivery(ann).path("state").asString().equals("sent"));
        var post = receiver.received().getFirst();
        verify(ann.secret(), post);
        assertThat(post.path()).isEqualTo("/hook?a=b");
        assertThat(post.header("content-type")).isEqualTo("application/json");
        assertThat(post.header("webhook-id")).isEqualTo(delivery(ann).path("id").asString());
        var body = JSON.readTree(post.body());
        assertThat(body.path("type").asString()).isEqualTo("red.alert");
        assertThat(body.path("timestamp").asString()).endsWith("Z");
        var data = body.path("data");
        assertThat(data.path("events").asLong()).isOne();
        assertThat(data.path("red_threshold").asDouble()).isEqualTo(0.5);
        assertThat(data.path("user_id").asString()).isEqualTo("42");
        assertThat(data.path("reddest").path(0).path("red_value").asDouble()).isEqualTo(0.87);
        assertThat(data.path("first").asString()).isEqualTo(data.path("last").asString());
        assertThat(data.path("statistics_url").asString()).startsWith("https://red.example.org/stat?from=")
                .endsWith("&red_threshold=0.5&user_id=42");
    }

    @Test
    void knowsTheSameWishAgainWithoutShowingItsSecret() {
        var url = receiver.url("127.0.0.1", "/");
        var ann = subscribe(url, Map.of());

        post(Map.of("webhook_url", url, "red_threshold", 0.5)).expectStatus().isOk().expectBody()
                .jsonPath("$.id").isEqualTo(ann.id()).jsonPath("$.secret").doesNotExist()
                .jsonPath("$.token").doesNotExist();
        as(ann.owned(), HttpMethod.GET, "").expectStatus().isOk().expectBody().jsonPath("$.secret").doesNotExist();
    }

    @Test
    void repeatsWhatFailedWithTheSameIdAndBody() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> TestReceiver.status(exchange, 500));
        publish("1", 0.6);
        await().until(() -> delivery(ann).path("last_error").asString("").equals("the webhook answered 500"));
        assertThat(delivery(ann).path("state").asString()).isEqualTo("pending");

        receiver.answers(exchange -> TestReceiver.status(exchange, 200));
        dueNow();

        await().until(() -> delivery(ann).path("state").asString().equals("sent"));
        assertThat(receiver.received()).extracting(post -> post.header("webhook-id")).hasSize(2)
                .containsOnly(delivery(ann).path("id").asString());
        assertThat(receiver.received()).extracting(Received::body).containsOnly(receiver.received().getFirst().body());
        receiver.received().forEach(post -> verify(ann.secret(), post));
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "7200");
            TestReceiver.status(exchange, 503);
        });
        publish("1", 0.6);

        await().until(() -> delivery(ann).path("last_error").asString("").contains("503"));
        assertThat(count("SELECT count(*) FROM delivery WHERE next_attempt_at > now() + interval '1 hour'")).isOne();
    }

    @Test
    void givesUpAfterTheLastAttemptAndSendsAgainWhenAsked() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> TestReceiver.status(exchange, 500));
        publish("1", 0.6);
        await().until(() -> delivery(ann).path("last_error").asString("").contains("500"));
        jdbc.sql("UPDATE delivery SET attempts = 9, next_attempt_at = now()").update();
        await().until(() -> delivery(ann).path("state").asString().equals("failed"));
        assertThat(delivery(ann).path("attempts").asInt()).isEqualTo(10);

        receiver.answers(exchange -> TestReceiver.status(exchange, 200));
        var resend = "/deliveries/" + delivery(ann).path("id").asString() + "/resend";
        as(ann.owned(), HttpMethod.POST, resend).expectStatus().isAccepted();
        await().until(() -> delivery(ann).path("state").asString().equals("sent"));

        as(ann.owned(), HttpMethod.POST, resend).expectStatus().isEqualTo(429).expectHeader().exists("Retry-After");
        as(ann.owned(), HttpMethod.POST, "/deliveries/" + ann.id() + "/resend").expectStatus().isNotFound();
        as(ann.owned(), HttpMethod.POST, "/deliveries/x/resend").expectStatus().isNotFound();
        assertThat(receiver.received()).extracting(post -> post.header("webhook-id")).hasSize(3).containsOnly(
                delivery(ann).path("id").asString());
    }

    @Test
    void disablesWhatAnswersGone() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> TestReceiver.status(exchange, 410));
        publish("1", 0.6);

        await().until(() -> status(ann).equals("disabled"));
        assertThat(delivery(ann).path("state").asString()).isEqualTo("failed");
        as(ann.owned(), HttpMethod.POST, "/test").expectStatus().isEqualTo(409);
        publish("1", 0.7);
        awaitQuiet();
        assertThat(receiver.received()).hasSize(1);
        assertThat(subscribe(receiver.url("127.0.0.1", "/"), Map.of()).id()).isNotEqualTo(ann.id());
    }

    @Test
    void disablesWhatHasFailedForDays() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> TestReceiver.status(exchange, 500));
        publish("1", 0.6);
        await().until(() -> delivery(ann).path("last_error").asString("").contains("500"));
        jdbc.sql("UPDATE subscription SET failing_since = now() - interval '6 days'").update();
        dueNow();

        await().until(() -> status(ann).equals("disabled"));
        assertThat(delivery(ann).path("state").asString()).isEqualTo("cancelled");
    }

    @Test
    void tellsItsOwnerWhenItIsDisabled() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of("owner_email", "owner@example.org"));
        receiver.answers(exchange -> TestReceiver.status(exchange, 410));
        publish("1", 0.6);

        await().until(() -> mailsTo("owner@example.org").size() == 1);
        assertThat(mailsTo("owner@example.org").getFirst().subject()).isEqualTo("Your webhook is disabled");
        assertThat(mailsTo("owner@example.org").getFirst().text()).contains(ann.id());
        assertThat(deliveries(ann.owned())).hasSize(1);
    }

    @Test
    void forgetsEarlierFailuresWithASuccess() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> TestReceiver.status(exchange, 500));
        publish("1", 0.6);
        await().until(() -> count("SELECT count(*) FROM subscription WHERE failing_since IS NOT NULL") == 1);
        receiver.answers(exchange -> TestReceiver.status(exchange, 200));
        dueNow();

        await().until(() -> count("SELECT count(*) FROM subscription WHERE failing_since IS NOT NULL") == 0);
        assertThat(status(ann)).isEqualTo("active");
    }

    @Test
    void signsWithBothSecretsWhileOneIsExchanged() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        var secret = json(as(ann.owned(), HttpMethod.POST, "/secret").expectStatus().isOk()
                .expectHeader().valueEquals("Cache-Control", "no-store").expectBody().returnResult()
                .getResponseBodyContent()).path("secret").asString();
        assertThat(secret).isNotEqualTo(ann.secret());
        publish("1", 0.6);
        await().until(() -> receiver.received().size() == 1);
        verify(ann.secret(), receiver.received().getFirst());
        verify(secret, receiver.received().getFirst());

        jdbc.sql("UPDATE subscription SET previous_secret_until = now()").update();
        publish("1", 0.7);
        await().until(() -> receiver.received().size() == 2);
        verify(secret, receiver.received().getLast());
        assertThat(receiver.received().getLast().header("webhook-signature")).doesNotContain(" ");
        as(subscribe("ann@example.org", 0.5), HttpMethod.POST, "/secret").expectStatus().isEqualTo(409);
    }

    @Test
    void followsNoRedirect() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> {
            exchange.getResponseHeaders().set("Location", receiver.url("127.0.0.1", "/elsewhere"));
            TestReceiver.status(exchange, 307);
        });
        publish("1", 0.6);

        await().until(() -> delivery(ann).path("last_error").asString("").equals("the webhook answered 307"));
        assertThat(receiver.received()).extracting(Received::path).containsOnly("/");
    }

    @Test
    void readsNoAnswerToItsEndThatHasNone() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(TestReceiver::flood);
        publish("1", 0.6);

        await().until(() -> delivery(ann).path("state").asString().equals("sent"));
    }

    @Test
    void letsASlowHostDelayOnlyItself() throws InterruptedException {
        var release = new CountDownLatch(1);
        TestNames.answer("slow.example", "127.0.0.1");
        try (var quick = new TestReceiver()) {
            receiver.answers(exchange -> {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                TestReceiver.status(exchange, 200);
            });
            for (var i = 0; i < 30; i++) {
                subscribe(receiver.url("slow.example", "/" + i), Map.of());
            }
            publish("1", 0.6);
            await().until(() -> receiver.received().size() == 2); // as many as may be under way to one host

            subscribe(quick.url("127.0.0.1", "/"), Map.of());
            publish("1", 0.7);

            await().until(() -> !quick.received().isEmpty());
            assertThat(receiver.received()).hasSize(2);
        } finally {
            release.countDown();
        }
        awaitQuiet();
    }

    @Test
    void doesNotWaitForAnAnswerForEver() {
        var release = new CountDownLatch(1);
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());
        receiver.answers(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        publish("1", 0.6);

        await().until(() -> delivery(ann).path("state").asString().equals("sent")
                || delivery(ann).path("last_error").asString("").contains("in time"));
        release.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.2/", "http://localhost/", "http://[::1]/", "http://169.254.169.254/latest",
            "http://10.1.2.3/", "http://2130706434/", "http://[::ffff:10.0.0.1]/", "http://mixed.example/"})
    void refusesAtRegistrationWhatLeadsInside(String url) {
        TestNames.answer("localhost", "127.0.0.2");
        TestNames.answer("mixed.example", "93.184.216.34", "10.0.0.1");

        post(Map.of("webhook_url", url, "red_threshold", 0.5)).expectStatus().isBadRequest().expectBody()
                .jsonPath("$.errors[*].field").isEqualTo(List.of("webhook_url"));
    }

    @Test
    void doesNotConnectToAnAddressThatTheNameMeansLater() {
        TestNames.answer("rebinding.example", "127.0.0.1");
        var ann = subscribe(receiver.url("rebinding.example", "/"), Map.of());
        TestNames.answer("rebinding.example", "127.0.0.2");
        publish("1", 0.6);

        await().until(() -> delivery(ann).path("last_error").asString("")
                .equals("the host of the webhook has an address that is not public"));
        assertThat(receiver.received()).isEmpty();

        TestNames.answer("rebinding.example", "127.0.0.1");
        dueNow();
        await().until(() -> receiver.received().size() == 1);
    }

    @Test
    void saysWhatIsWrongWithAHostThatIsNotThere() {
        var ann = subscribe("http://nowhere.example/", Map.of());
        publish("1", 0.6);

        await().until(() -> delivery(ann).path("last_error").asString("")
                .equals("the host of the webhook is not known"));
    }

    @Test
    void isTestedLikeEveryOther() {
        var ann = subscribe(receiver.url("127.0.0.1", "/"), Map.of());

        as(ann.owned(), HttpMethod.POST, "/test").expectStatus().isAccepted();

        await().until(() -> receiver.received().size() == 1);
        var body = JSON.readTree(receiver.received().getFirst().body());
        assertThat(body.path("data").path("test").asBoolean()).isTrue();
        assertThat(body.path("data").path("statistics_url").isNull()).isTrue();
        verify(ann.secret(), receiver.received().getFirst());
    }

    /** A webhook as its owner got it. */
    private record Hook(JsonNode json) {

        String id() {
            return json.path("id").asString();
        }

        String secret() {
            return json.path("secret").asString();
        }

        Owned owned() {
            return new Owned(id(), json.path("token").asString());
        }
    }

    private Hook subscribe(String url, Map<String, Object> more) {
        var body = new java.util.HashMap<String, Object>(more);
        body.put("webhook_url", url);
        body.put("red_threshold", 0.5);
        body.put("min_interval", "PT0S");
        return new Hook(json(post(body).expectStatus().isCreated().expectBody().returnResult()
                .getResponseBodyContent()));
    }

    private JsonNode delivery(Hook hook) {
        return deliveries(hook.owned()).stream().findFirst().orElse(JSON.createObjectNode());
    }

    private String status(Hook hook) {
        return json(as(hook.owned(), HttpMethod.GET, "").expectBody().returnResult().getResponseBodyContent())
                .path("status").asString();
    }

    private void dueNow() {
        jdbc.sql("UPDATE delivery SET next_attempt_at = now() WHERE state = 'pending'").update();
    }

    private static void verify(String secret, Received post) {
        HttpHeaders headers = post.headers();
        assertThatCode(() -> new Webhook(secret).verify(post.body(), headers.map())).doesNotThrowAnyException();
    }
}
