package org.redstats.subscribe;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.testing.TestIssuer;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.springframework.http.MediaType.APPLICATION_JSON;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

/** Whose subscriptions are whose, where tokens are asked for. */
class SignInTests extends ServiceTests {

    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final String ANN = ISSUER.token("ann");
    private static final String BOB = ISSUER.token("bob");
    private static final String ADMIN = ISSUER.token("root", "red.admin");

    @DynamicPropertySource
    static void ask(DynamicPropertyRegistry properties) {
        properties.add("red.auth.issuer-uri", ISSUER::uri);
    }

    @Test
    void oneSubscribesToOnesOwnImagesWithoutSayingWhose() {
        post(ANN, Map.of()).expectStatus().isCreated().expectBody().jsonPath("$.user_id").isEqualTo("ann");
        post(ANN, Map.of("user_id", "ann")).expectStatus().isOk();
    }

    @Test
    void oneDoesNotSubscribeToAnothers() {
        post(ANN, Map.of("user_id", "bob")).expectStatus().isForbidden()
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON);
        post("nobody", Map.of()).expectStatus().isUnauthorized();
        http.post().uri("/sub").contentType(APPLICATION_JSON).body("{}").exchange().expectStatus().isUnauthorized()
                .expectHeader().valueEquals("WWW-Authenticate", "Bearer")
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON);
    }

    @Test
    void anAdminSubscribesToEverybodys() {
        post(ADMIN, Map.of()).expectStatus().isCreated().expectBody().jsonPath("$.user_id").isEmpty();
        post(ADMIN, Map.of("user_id", "bob")).expectStatus().isCreated().expectBody().jsonPath("$.user_id")
                .isEqualTo("bob");
    }

    @Test
    void itIsTheUsersWithTheSubscriptionsTokenOrTheirOwn() {
        var anns = begin(ANN, Map.of());

        see(anns.token(), anns.id()).expectStatus().isOk();
        see(ANN, anns.id()).expectStatus().isOk();
        see(ADMIN, anns.id()).expectStatus().isOk();
        see(BOB, anns.id()).expectStatus().isNotFound();
        see(BOB, UUID.randomUUID().toString()).expectStatus().isNotFound();
        see("another", anns.id()).expectStatus().isNotFound();
        see("not.a.jwt", anns.id()).expectStatus().isUnauthorized();
        http.get().uri("/sub/" + anns.id()).exchange().expectStatus().isUnauthorized();
        call(BOB, HttpMethod.DELETE, anns.id(), "").expectStatus().isNotFound();
        call(ANN, HttpMethod.DELETE, anns.id(), "").expectStatus().isNoContent();
    }

    @Test
    void aSubscriptionToEverybodysIsNobodysWithoutItsToken() {
        var admins = begin(ADMIN, Map.of());

        see(ANN, admins.id()).expectStatus().isNotFound();
        see(admins.token(), admins.id()).expectStatus().isOk();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"bob\""})
    void noChangeLeadsToAnothersImages(String userId) {
        var anns = begin(ANN, Map.of());

        change(anns.token(), anns.id(), userId).expectStatus().isForbidden();
        change(ANN, anns.id(), userId).expectStatus().isForbidden();
        see(ANN, anns.id()).expectStatus().isOk().expectBody().jsonPath("$.user_id").isEqualTo("ann");
        change(anns.token(), anns.id(), "\"ann\"").expectStatus().isOk();
        change(ADMIN, anns.id(), userId).expectStatus().isOk();
    }

    @Test
    void theLinksOfMailsNeedNoToken() {
        var anns = begin(ANN, Map.of());
        var link = jdbc.sql("SELECT unsubscribe_token FROM subscription").query(String.class).single();

        http.get().uri("/sub/" + anns.id() + "/unsubscribe?token=" + link).exchange().expectStatus().isOk();
        http.get().uri("/sub/" + anns.id() + "/unsubscribe?token=other").exchange().expectStatus().isNotFound();
        http.get().uri("/sub/" + anns.id() + "/confirm?token=other").exchange().expectStatus().isNotFound();
        http.post().uri("/sub/" + anns.id() + "/unsubscribe?token=" + link).exchange().expectStatus().isOk();
        see(ANN, anns.id()).expectStatus().isOk().expectBody().jsonPath("$.status").isEqualTo("disabled");
    }

    private Owned begin(String bearer, Map<String, Object> more) {
        var answer = json(post(bearer, more).expectStatus().isCreated().expectBody().returnResult()
                .getResponseBodyContent());
        return new Owned(answer.path("id").asString(), answer.path("token").asString());
    }

    private ResponseSpec post(String bearer, Map<String, Object> more) {
        var body = new java.util.HashMap<String, Object>(more);
        body.put("email", "ann@example.org");
        body.put("red_threshold", 0.5);
        return http.post().uri("/sub").contentType(APPLICATION_JSON).header("Authorization", "Bearer " + bearer)
                .body(body).exchange();
    }

    private ResponseSpec see(String bearer, String id) {
        return call(bearer, HttpMethod.GET, id, "");
    }

    private ResponseSpec change(String bearer, String id, String userId) {
        return http.patch().uri("/sub/" + id).contentType(APPLICATION_JSON).header("Authorization", "Bearer " + bearer)
                .body("{\"user_id\":" + userId + "}").exchange();
    }

    private ResponseSpec call(String bearer, HttpMethod method, String id, String path) {
        return http.method(method).uri("/sub/" + id + path).header("Authorization", "Bearer " + bearer).exchange();
    }
}
