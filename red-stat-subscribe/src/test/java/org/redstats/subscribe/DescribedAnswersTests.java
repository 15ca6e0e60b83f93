package org.redstats.subscribe;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The description's examples of answers look as the answers themselves do. */
class DescribedAnswersTests extends ServiceTests {

    private static final Map<String, Object> WEBHOOK = Map.of("red_threshold", 0.5, "webhook_url",
            "https://127.0.0.1/a");

    private final Set<String> seen = new HashSet<>();

    @Test
    void areThereForEveryOperation() {
        var operations = description().path("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/sub"))
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> Map.entry(operation.getKey() + " " + path.getKey(), operation.getValue())))
                .toList();
        assertThat(operations).hasSize(12);
        operations.forEach(operation -> {
            var responses = operation.getValue().path("responses");
            assertThat(responses.propertyNames()).as(operation.getKey()).contains("503")
                    .anyMatch(status -> status.startsWith("2"));
            assertThat(responses.properties()).as(operation.getKey())
                    .allSatisfy(response -> assertThat(response.getValue().path("content").isMissingNode())
                            .as(response.getKey())
                            .isEqualTo(Set.of("202", "204").contains(response.getKey())
                                    && !operation.getKey().equals("post /sub")))
                    .allSatisfy(response -> assertThat(response.getValue().path("content").valueStream())
                            .as(response.getKey()).allMatch(content -> content.has("example")));
        });
    }

    @Test
    void lookAsTheAnswersDo() {
        looksAsDescribed("post /sub", 201, post(WEBHOOK));
        looksAsDescribed("post /sub", 200, post(WEBHOOK));
        looksAsDescribed("post /sub", 400, post(Map.of("email", "ann@example.org")));
        looksAsDescribed("post /sub", 413, post(Map.of("email", "a".repeat(20_000))));
        looksAsDescribed("post /sub", 415, http.post().uri("/sub").contentType(MediaType.TEXT_PLAIN).body("a")
                .exchange());

        var ann = subscribe("ann@example.org", 0.5);
        subscribe("ann@example.org", 0.6);
        var stranger = new Owned(ann.id(), "not hers");
        looksAsDescribed("get /sub/{id}", 200, as(ann, HttpMethod.GET, ""));
        looksAsDescribed("get /sub/{id}", 404, as(stranger, HttpMethod.GET, ""));
        looksAsDescribed("patch /sub/{id}", 200, patch(ann, Map.of("red_threshold", 0.7)));
        looksAsDescribed("patch /sub/{id}", 400, patch(ann, Map.of("red_threshold", -1)));
        looksAsDescribed("patch /sub/{id}", 404, patch(stranger, Map.of("red_threshold", 0.7)));
        looksAsDescribed("patch /sub/{id}", 409, patch(ann, Map.of("red_threshold", 0.6)));
        looksAsDescribed("post /sub/{id}/test", 202, as(ann, HttpMethod.POST, "/test"));
        looksAsDescribed("post /sub/{id}/test", 429, as(ann, HttpMethod.POST, "/test"));
        looksAsDescribed("get /sub/{id}/deliveries", 200, as(ann, HttpMethod.GET, "/deliveries"));
        var resend = "/deliveries/" + deliveries(ann).getFirst().path("id").asString() + "/resend";
        looksAsDescribed("post /sub/{id}/deliveries/{delivery}/resend", 202, as(ann, HttpMethod.POST, resend));
        looksAsDescribed("post /sub/{id}/deliveries/{delivery}/resend", 404,
                as(ann, HttpMethod.POST, "/deliveries/none/resend"));
        looksAsDescribed("post /sub/{id}/secret", 409, as(ann, HttpMethod.POST, "/secret"));
        looksAsDescribed("get /sub/{id}/confirm", 404, http.get().uri("/sub/" + ann.id() + "/confirm?token=a")
                .exchange());
        looksAsDescribed("post /sub/{id}/unsubscribe", 404,
                http.post().uri("/sub/" + ann.id() + "/unsubscribe?token=a").exchange());
        looksAsDescribed("delete /sub/{id}", 204, as(ann, HttpMethod.DELETE, ""));
        looksAsDescribed("delete /sub/{id}", 404, as(ann, HttpMethod.DELETE, ""));
        assertThat(seen).hasSize(21);
    }

    private void looksAsDescribed(String operation, int status, ResponseSpec answer) {
        seen.add(operation + " " + status);
        var words = operation.split(" ", 2);
        var described = description().path("paths").path(words[1]).path(words[0]).path("responses")
                .path(Integer.toString(status));
        assertThat(described.isObject()).as(operation + " " + status).isTrue();
        var given = answer.expectStatus().isEqualTo(status).expectBody().returnResult();
        var body = given.getResponseBodyContent();
        var example = described.path("content").valueStream().findFirst();
        assertThat(body.length > 0).as(operation + " " + status).isEqualTo(example.isPresent());
        example.ifPresent(content -> {
            assertThat(given.getResponseHeaders().getContentType())
                    .hasToString(described.path("content").propertyNames().iterator().next());
            assertThat(fields(content.path("example"))).as(operation + " " + status).isEqualTo(fields(json(body)));
        });
        assertThat(given.getResponseHeaders().containsHeader("Retry-After"))
                .isEqualTo(described.path("headers").has("Retry-After"));
    }

    private static Set<String> fields(JsonNode example) {
        return example.propertyNames().stream().collect(Collectors.toCollection(TreeSet::new));
    }

    private ResponseSpec patch(Owned owner, Map<String, Object> change) {
        return http.patch().uri("/sub/" + owner.id()).header("Authorization", "Bearer " + owner.token())
                .contentType(MediaType.APPLICATION_JSON).body(change).exchange();
    }

    private JsonNode description() {
        return json(http.get().uri("/v3/api-docs").exchange().expectBody().returnResult().getResponseBodyContent());
    }
}
