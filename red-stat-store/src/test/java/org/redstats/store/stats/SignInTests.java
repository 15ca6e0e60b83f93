package org.redstats.store.stats;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.redstats.store.Http;
import org.redstats.store.StoreTest;
import org.redstats.testing.TestIssuer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose statistics one sees, where tokens are asked for. */
@StoreTest
class SignInTests {

    private static final TestIssuer ISSUER = TestIssuer.start();
    private static final String DAY = "from=2026-05-01T00:00:00Z&to=2026-05-02T00:00:00Z";

    private final String ann = "ann-" + UUID.randomUUID();
    private final String bob = "bob-" + UUID.randomUUID();
    private Http http;

    @DynamicPropertySource
    static void ask(DynamicPropertyRegistry properties) {
        properties.add("red.auth.issuer-uri", ISSUER::uri);
    }

    @BeforeEach
    void fill(@LocalServerPort int port, @Autowired EventSink history) {
        http = new Http(port);
        history.append(List.of(event(ann), event(ann), event(bob), event(bob), event(bob)));
    }

    @Test
    void oneSeesOnesOwnWithoutSayingWhose() {
        var own = json(get("/stat?" + DAY, ann));

        assertThat(own.path("user_id").asString()).isEqualTo(ann);
        assertThat(own.path("total").asLong()).isEqualTo(2);
        assertThat(json(get("/stat/series?" + DAY, ann)).path("user_id").asString()).isEqualTo(ann);
        assertThat(json(get("/stat/histogram?" + DAY, ann)).path("buckets").valueStream()
                .mapToLong(bucket -> bucket.path("count").asLong()).sum()).isEqualTo(2);
        assertThat(json(get("/stat/events?" + DAY, ann)).path("events").valueStream()
                .map(event -> event.path("user_id").asString())).containsExactly(ann, ann);
        assertThat(get("/stat/events?" + DAY, ann, "Accept", "text/csv").body()).contains(ann).doesNotContain(bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stat", "/stat/series", "/stat/histogram", "/stat/events"})
    void oneDoesNotSeeAnothers(String path) {
        var refused = get(path + "?" + DAY + "&user_id=" + bob, ann);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("insufficient_scope");
        assertThat(get(path + "?" + DAY + "&user_id=" + ann + "&user_id=" + bob, ann).statusCode()).isEqualTo(403);
        assertThat(get(path + "?" + DAY + "&user_id=", ann).statusCode()).isEqualTo(403);
    }

    @Test
    void theCursorOfAnotherOpensNothing() {
        var cursor = json(get("/stat/events?limit=1&" + DAY, bob)).path("next_cursor").asString();

        assertThat(json(get("/stat/events?cursor=" + cursor, bob)).path("events").size()).isEqualTo(2);
        assertThat(get("/stat/events?cursor=" + cursor, ann).statusCode()).isEqualTo(400);
        assertThat(get("/stat/events?cursor=" + cursor, ann, "Accept", "text/csv").statusCode()).isEqualTo(400);
    }

    @Test
    void anAdminSeesEverybodys() {
        var admin = "Bearer " + ISSUER.token("root", "red.admin");
        var all = JsonMapper.shared().readTree(http.get("/stat?" + DAY, "Authorization", admin).body());
        var bobs = JsonMapper.shared().readTree(
                http.get("/stat?user_id=" + bob + "&" + DAY, "Authorization", admin).body());

        assertThat(all.path("user_id").isNull()).isTrue();
        assertThat(all.path("total").asLong()).isGreaterThanOrEqualTo(5);
        assertThat(bobs.path("total").asLong()).isEqualTo(3);
    }

    @Test
    void anAnswerIsForOneCallerAlone() {
        var answer = get("/stat?" + DAY, ann);

        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow().split(", ", -1))
                .contains("private", "max-age=60");
        assertThat(String.join(", ", answer.headers().allValues("Vary"))).contains("Authorization").contains("Accept");
        var tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/stat?" + DAY, ann, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get("/stat?" + DAY, bob, "If-None-Match", tag).statusCode()).isEqualTo(200);
        assertThat(http.get("/stat?" + DAY, "If-None-Match", tag).statusCode()).isEqualTo(401);
    }

    @Test
    void theDescriptionSaysIt() {
        var description = http.json("/v3/api-docs");

        assertThat(description.at("/components/securitySchemes/sign_in/scheme").asString()).isEqualTo("bearer");
        assertThat(description.path("paths").path("/stat").path("get").path("responses").propertyNames())
                .contains("401", "403");
    }

    private HttpResponse<String> get(String path, String userId, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Authorization", "Bearer " + ISSUER.token(userId)));
        return http.get(path, all.toArray(String[]::new));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private static RedEvent event(String userId) {
        return new RedEvent(UUID.randomUUID(), userId, 0.5, Instant.parse("2026-05-01T12:00:00Z"));
    }
}
