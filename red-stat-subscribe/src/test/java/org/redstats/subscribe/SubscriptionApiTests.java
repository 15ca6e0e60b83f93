package org.redstats.subscribe;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

class SubscriptionApiTests extends ServiceTests {

    private static final String ANN = "{\"red_threshold\":0.5,\"email\":\"ann@example.org\"}";

    @Test
    void answersANewSubscriptionWithAllItsFieldsAndItsToken() {
        var answer = post("""
                {"red_threshold":0.5,"email":"ann@EXAMPLE.org","user_id":42,"min_interval":"PT5M","unknown":1}""")
                .expectStatus().isCreated()
                .expectHeader().exists("Location")
                .expectBody()
                .jsonPath("$.red_threshold").isEqualTo(0.5)
                .jsonPath("$.email").isEqualTo("ann@example.org")
                .jsonPath("$.webhook_url").value(it -> assertThat(it).isNull())
                .jsonPath("$.user_id").isEqualTo("42")
                .jsonPath("$.min_interval").isEqualTo("PT5M")
                .jsonPath("$.status").isEqualTo("active")
                .jsonPath("$.created_at").value(at -> assertThat((String) at).endsWith("Z"))
                .returnResult();

        var json = json(answer.getResponseBodyContent());
        assertThat(answer.getResponseHeaders().getLocation()).hasPath("/sub/" + json.path("id").asString());
        assertThat(json.path("token").asString()).hasSize(43);
        assertThat(jdbc.sql("SELECT s::text FROM subscription s").query(String.class).single())
                .doesNotContain(json.path("token").asString());
    }

    @Test
    void takesTheDefaultsForWhatIsNotSaid() {
        post(ANN).expectStatus().isCreated().expectBody()
                .jsonPath("$.min_interval").isEqualTo("PT1M").jsonPath("$.user_id")
                .value(it -> assertThat(it).isNull());
    }

    @Test
    void knowsTheSameWishAgain() {
        var ann = subscribe("ann@example.org", 0.5, Map.of("user_id", "1"));

        post("{\"red_threshold\":0.50,\"email\":\"ANN@example.ORG\",\"user_id\":1,\"min_interval\":\"PT9S\"}")
                .expectStatus().isOk()
                .expectHeader().location("/sub/" + ann.id())
                .expectBody().jsonPath("$.id").isEqualTo(ann.id()).jsonPath("$.token").doesNotExist()
                .jsonPath("$.min_interval").isEqualTo("PT1M");
        post(ANN).expectStatus().isCreated();
        post(ANN).expectStatus().isOk();
        assertThat(count("SELECT count(*) FROM subscription")).isEqualTo(2);
    }

    @Test
    void makesOneOfManyAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> post = () -> post(ANN).returnResult(Void.class).getStatus().value();
            var answers = threads.invokeAll(nCopies(16, post)).stream().map(future -> future.resultNow()).toList();

            assertThat(answers).containsOnlyOnce(201).contains(200).hasSize(16)
                    .allMatch(status -> status == 200 || status == 201);
        }
        assertThat(count("SELECT count(*) FROM subscription")).isOne();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            §§                                                                           | body
            nonsense                                                                     | body
            {"red_threshold":0.5,"email":"a@example.org"                                 | body
            [1]                                                                          | body
            null                                                                         | body
            "text"                                                                       | body
            {}                                                                           | red_threshold,email
            {"red_threshold":0.5}                                                        | email
            {"red_threshold":null,"email":null}                                          | red_threshold,email
            {"red_threshold":"0.5","email":"a@example.org"}                              | red_threshold
            {"red_threshold":true,"email":"a@example.org"}                               | red_threshold
            {"red_threshold":-0.1,"email":"a@example.org"}                               | red_threshold
            {"red_threshold":1e999,"email":"a@example.org"}                              | red_threshold
            {"red_threshold":[],"email":{},"user_id":{},"min_interval":[]}               | red_threshold,email,user_id,min_interval
            {"red_threshold":1,"email":"https://example.org"}                            | email
            {"red_threshold":1,"email":"a@example.org\\r\\nBcc: b@example.org"}          | email
            {"red_threshold":1,"email":"a\\n@example.org"}                               | email
            {"red_threshold":1,"email":"Ann <a@example.org>"}                            | email
            {"red_threshold":1,"email":"a@example.org,b@example.org"}                    | email
            {"red_threshold":1,"email":"a@localhost"}                                    | email
            {"red_threshold":1,"email":"a@[127.0.0.1]"}                                  | email
            {"red_threshold":1,"email":"a@-example.org"}                                 | email
            {"red_threshold":1,"email":"a..b@example.org"}                               | email
            {"red_threshold":1,"email":"zoë@example.org"}                                | email
            {"red_threshold":1,"email":"@example.org"}                                   | email
            {"red_threshold":1,"email":"a@"}                                             | email
            {"red_threshold":1,"webhook_url":"ftp://example.org/hook"}                   | webhook_url
            {"red_threshold":1,"webhook_url":7}                                          | webhook_url
            {"red_threshold":1,"webhook_url":"https://127.0.0.2/"}                       | webhook_url
            {"red_threshold":1,"email":"a@example.org","webhook_url":"https://x.org"}    | webhook_url
            {"red_threshold":1,"email":"a@example.org","owner_email":"b@example.org"}    | owner_email
            {"red_threshold":1,"email":"a@example.org","user_id":""}                     | user_id
            {"red_threshold":1,"email":"a@example.org","user_id":1.5}                    | user_id
            {"red_threshold":1,"email":"a@example.org","user_id":"a\\u0000"}             | user_id
            {"red_threshold":1,"email":"a@example.org","user_id":"\\ud83d"}              | user_id
            {"red_threshold":1,"email":"a@example.org","min_interval":60}                | min_interval
            {"red_threshold":1,"email":"a@example.org","min_interval":"soon"}            | min_interval
            {"red_threshold":1,"email":"a@example.org","min_interval":"-PT1S"}           | min_interval
            {"red_threshold":1,"email":"a@example.org","min_interval":"PT168H0.001S"}    | min_interval
            {"red_threshold":1,"email":"a@example.org","min_interval":"P99999999999D"}   | min_interval
            """)
    void namesEveryFieldThatIsWrong(String body, String fields) {
        post(body == null ? "" : body).expectStatus().isBadRequest()
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.errors[*].field")
                .value(names -> assertThat((List<?>) names).hasToString(listed(fields)));
        assertThat(count("SELECT count(*) FROM subscription")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"o'neil+red@mail.example.org", "a@xn--bcher-kva.example", "a@bücher.example", "A.b_c@e.co"})
    void takesAnyAddressThatMailServersTake(String email) {
        subscribe(email, 0.5);
    }

    @Test
    void refusesLongAddressesAndUsers() {
        var long65 = "a".repeat(65) + "@example.org";
        var long255 = "a@" + "b.".repeat(124) + "examp";
        for (var email : new String[]{long65, long255}) {
            post("{\"red_threshold\":1,\"email\":\"%s\"}".formatted(email)).expectStatus().isBadRequest();
        }
        for (var user : new String[]{"\"" + "🟥".repeat(129) + "\"", "1".repeat(129)}) {
            post("{\"red_threshold\":1,\"email\":\"a@example.org\",\"user_id\":%s}".formatted(user))
                    .expectStatus().isBadRequest();
        }
        subscribe("ann@example.org", 1, Map.of("user_id", "🟥".repeat(128)));
    }

    @Test
    void refusesWhatIsNotJsonOrTooBig() {
        http.post().uri("/sub").contentType(MediaType.TEXT_PLAIN).body(ANN).exchange()
                .expectStatus().isEqualTo(415).expectHeader().contentType(APPLICATION_PROBLEM_JSON);
        post(ANN + " ".repeat(20_000)).expectStatus().isEqualTo(413)
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON);
        http.get().uri("/sub").exchange().expectStatus().isEqualTo(405)
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON);
        http.get().uri("/nowhere").exchange().expectStatus().isNotFound()
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON);
    }

    @Test
    void letsNobodyFloodAnAddress() {
        for (var i = 0; i < 40; i++) {
            subscribe("ann@example.org", i);
        }
        post("{\"red_threshold\":41,\"email\":\"Ann@example.org\"}").expectStatus().isEqualTo(429)
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON).expectHeader().exists("Retry-After");
        assertThat(count("SELECT count(*) FROM subscription")).isEqualTo(40);
        post("{\"red_threshold\":1,\"email\":\"ann@example.org\"}").expectStatus().isOk();
        subscribe("bob@example.org", 0.5);
    }

    @Test
    void letsNoClientFloodUs() {
        jdbc.sql("INSERT INTO allowance VALUES ('client:203.0.113.7', now() + interval '1 hour')").update();

        from("203.0.113.7").expectStatus().isEqualTo(429).expectHeader().exists("Retry-After");
        from("203.0.113.8").expectStatus().isCreated();
        from("198.51.100.1, 203.0.113.7").expectStatus().isEqualTo(429);
        from("2001:db8::1").expectStatus().isOk();
        assertThat(count("SELECT count(*) FROM allowance WHERE name = 'client:20010db800000000'")).isOne();
    }

    private ResponseSpec from(String client) {
        return http.post().uri("/sub").contentType(APPLICATION_JSON).header("X-Forwarded-For", client).body(ANN)
                .exchange();
    }

    @Test
    void showsASubscriptionToItsOwnerWithoutTheToken() {
        var ann = subscribe("ann@example.org", 0.5);

        as(ann, HttpMethod.GET, "").expectStatus().isOk().expectBody()
                .jsonPath("$.id").isEqualTo(ann.id()).jsonPath("$.token").doesNotExist();
    }

    @Test
    void answersAStrangerAsIfThereWereNothing() {
        var ann = subscribe("ann@example.org", 0.5);
        var bob = subscribe("bob@example.org", 0.5);
        var strangers = Stream.of(new Owned(ann.id(), bob.token()), new Owned(ann.id(), ""),
                new Owned(ann.id(), "x".repeat(3000)), new Owned(UUID.randomUUID().toString(), ann.token()),
                new Owned("1-1-1-1-1", ann.token()), new Owned("nonsense", ann.token()));

        strangers.forEach(stranger -> {
            notFound(as(stranger, HttpMethod.GET, ""));
            notFound(as(stranger, HttpMethod.DELETE, ""));
            notFound(as(stranger, HttpMethod.GET, "/deliveries"));
            notFound(as(stranger, HttpMethod.POST, "/test"));
            notFound(patch(stranger, "{\"red_threshold\":0.1}"));
            notFound(patch(stranger, "{\"red_threshold\":\"wrong\"}"));
        });
        notFound(http.get().uri("/sub/" + ann.id()).exchange());
        notFound(http.get().uri("/sub/" + ann.id()).header("Authorization", "Basic " + ann.token()).exchange());
        as(ann, HttpMethod.GET, "").expectStatus().isOk().expectBody().jsonPath("$.red_threshold").isEqualTo(0.5);
    }

    @Test
    void changesWhatItsOwnerMayChange() {
        var ann = subscribe("ann@example.org", 0.5, Map.of("user_id", "1"));

        patch(ann, "{\"red_threshold\":0.9,\"min_interval\":\"PT0.25S\"}").expectStatus().isOk().expectBody()
                .jsonPath("$.red_threshold").isEqualTo(0.9).jsonPath("$.min_interval").isEqualTo("PT0.25S")
                .jsonPath("$.user_id").isEqualTo("1");
        patch(ann, "{\"user_id\":null,\"min_interval\":null}").expectStatus().isOk();
        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.user_id").value(it -> assertThat(it).isNull())
                .jsonPath("$.red_threshold").isEqualTo(0.9).jsonPath("$.min_interval").isEqualTo("PT1M");
        patch(ann, "{}").expectStatus().isOk();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"red_threshold":null}                      | red_threshold
            {"red_threshold":"a","min_interval":"b"}    | red_threshold,min_interval
            {"user_id":""}                              | user_id
            {"email":"b@example.org","status":"pending"} | email,status
            {"status":null,"token":"x"}                 | token,status
            {"webhook_url":"https://example.org"}       | webhook_url
            []                                          | body
            """)
    void namesEveryFieldThatCannotChangeSo(String body, String fields) {
        var ann = subscribe("ann@example.org", 0.5);

        patch(ann, body).expectStatus().isBadRequest().expectBody().jsonPath("$.errors[*].field")
                .value(names -> assertThat((List<?>) names).hasToString(listed(fields)));
    }

    @Test
    void refusesAChangeThatMakesTwoOfTheSame() {
        var ann = subscribe("ann@example.org", 0.5);
        subscribe("ann@example.org", 0.6);

        patch(ann, "{\"red_threshold\":0.6}").expectStatus().isEqualTo(409)
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON);
        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.red_threshold").isEqualTo(0.5);
    }

    @Test
    void heedsAChangedThresholdFromThenOn() {
        var ann = subscribe("ann@example.org", 0.5);
        patch(ann, "{\"red_threshold\":0.9}").expectStatus().isOk();
        publish("1", 0.8);
        awaitQuiet();
        patch(ann, "{\"red_threshold\":0.7}").expectStatus().isOk();
        publish("1", 0.75);
        awaitQuiet();

        assertThat(mailsTo("ann@example.org")).extracting("subject").containsExactly("Red 0.75 > 0.7: 1 image");
    }

    @Test
    void tellsAPausedOneNothingOfThatTime() {
        var ann = subscribe("ann@example.org", 0.5, Map.of("min_interval", "PT0S"));

        patch(ann, "{\"status\":\"paused\"}").expectStatus().isOk().expectBody().jsonPath("$.status")
                .isEqualTo("paused");
        patch(ann, "{\"status\":\"paused\"}").expectStatus().isOk();
        as(ann, HttpMethod.POST, "/test").expectStatus().isEqualTo(409);
        publish("1", 0.6);
        awaitQuiet();
        patch(ann, "{\"status\":\"active\"}").expectStatus().isOk().expectBody().jsonPath("$.status")
                .isEqualTo("active");
        publish("1", 0.7);
        awaitQuiet();

        assertThat(mailsTo("ann@example.org")).extracting("subject").containsExactly("Red 0.7 > 0.5: 1 image");
    }

    @Test
    void resumesOnlyWhatIsPausedAndHasNoTwin() {
        var ann = subscribe("ann@example.org", 0.5);
        patch(ann, "{\"status\":\"paused\"}").expectStatus().isOk();
        var twin = subscribe("ann@example.org", 0.5);

        patch(ann, "{\"status\":\"active\"}").expectStatus().isEqualTo(409);
        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("paused");
        jdbc.sql("UPDATE subscription SET status = 'disabled' WHERE id = CAST(:id AS uuid)").param("id", twin.id())
                .update();
        patch(twin, "{\"status\":\"active\"}").expectStatus().isEqualTo(409);
        patch(ann, "{\"status\":\"active\"}").expectStatus().isOk();
    }

    @Test
    void doesNotWaitForAnIntervalThatWasShortened() {
        var ann = subscribe("ann@example.org", 0.5, Map.of("min_interval", "P7D"));
        publish("1", 0.6);
        await().until(() -> mailsTo("ann@example.org").size() == 1);
        publish("1", 0.7);
        await().until(() -> count("SELECT count(*) FROM subscription WHERE due_at > now() + interval '6 days'") == 1);

        patch(ann, "{\"min_interval\":\"PT0S\"}").expectStatus().isOk();

        await().until(() -> mailsTo("ann@example.org").size() == 2);
    }

    @Test
    void deletesAndForgets() {
        var ann = subscribe("ann@example.org", 0.5);
        publish("1", 0.6);
        awaitQuiet();

        as(ann, HttpMethod.DELETE, "").expectStatus().isNoContent();

        notFound(as(ann, HttpMethod.GET, ""));
        notFound(as(ann, HttpMethod.DELETE, ""));
        publish("1", 0.7);
        awaitQuiet();
        assertThat(mailsTo("ann@example.org")).hasSize(1);
        assertThat(count("SELECT count(*) FROM delivery")).isZero();
        subscribe("ann@example.org", 0.5);
    }

    @Test
    void sendsATestAlertButNotTwoAtOnce() {
        var ann = subscribe("ann@example.org", 0.5);

        as(ann, HttpMethod.POST, "/test").expectStatus().isAccepted();
        as(ann, HttpMethod.POST, "/test").expectStatus().isEqualTo(429).expectHeader().exists("Retry-After");

        await().until(() -> mailsTo("ann@example.org").size() == 1);
        assertThat(mailsTo("ann@example.org").getFirst().subject()).startsWith("Test alert");
        assertThat(deliveries(ann)).hasSize(1).first().extracting(delivery -> delivery.path("kind").asString())
                .isEqualTo("test");
    }

    @Test
    void describesItself() {
        http.get().uri("/v3/api-docs").exchange().expectStatus().isOk().expectBody()
                .jsonPath("$.paths['/sub'].post.requestBody.content['application/json'].examples").exists()
                .jsonPath("$.paths['/sub/{id}/deliveries'].get").exists()
                .jsonPath("$.components.schemas.NewSubscription.properties.red_threshold").exists()
                .jsonPath("$.components.schemas.Subscription.properties.min_interval.type").isEqualTo("string");
    }

    @Test
    void isReadyAndMeasured() {
        http.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
        http.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
        var ann = subscribe("ann@example.org", 0.5);
        publish("1", 0.6);
        awaitQuiet();

        var metrics = new String(http.get().uri("/actuator/prometheus").exchange().expectBody().returnResult()
                .getResponseBodyContent(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(metrics).contains("red_mails_total{outcome=\"sent\",reason=\"none\"", "red_alerts_due ",
                "red_alerts_due_age_seconds",
                "red_deliveries_pending ", "red_deliveries_pending_age_seconds");
        assertThat(deliveries(ann)).hasSize(1);
    }

    private static String listed(String fields) {
        return Stream.of(fields.split(",")).map(field -> '"' + field + '"').toList().toString().replace(" ", "");
    }

    private ResponseSpec post(String body) {
        return http.post().uri("/sub").contentType(APPLICATION_JSON).body(body).exchange();
    }

    private static void notFound(ResponseSpec answer) {
        answer.expectStatus().isNotFound().expectHeader().contentType(APPLICATION_PROBLEM_JSON)
                .expectBody().jsonPath("$.detail").isEqualTo("No subscription has this id and this token.");
    }
}
