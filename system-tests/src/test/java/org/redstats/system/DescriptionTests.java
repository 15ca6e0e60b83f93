package org.redstats.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.redstats.system.OpenApi.Example;
import org.redstats.system.OpenApi.Operation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the services say of themselves through the gateway, held against what they do: each example is tried. */
class DescriptionTests {

    private static final JsonMapper JSON = new JsonMapper();

    private final RedStats redStats = RedStats.running();

    @Test
    void listsAllDescriptionsInOnePlace() {
        assertThat(descriptions().keySet()).containsExactlyInAnyOrder("red-stat-store", "red-stat-subscribe",
                "red-stat-notify", "red");
    }

    @Test
    void theStatisticsAnswerAsDescribed() {
        var tried = new ArrayList<String>();
        var description = description("red-stat-store");
        for (var operation : description.operations()) {
            for (var example : operation.examples(Map.of())) {
                var answer = send(example, "");
                description.requireDescribed(operation, answer);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                tried.add(example.path());
            }
        }
        assertThat(tried).anyMatch(path -> path.startsWith("/stat?"))
                .anyMatch(path -> path.startsWith("/stat/series?"))
                .anyMatch(path -> path.startsWith("/stat/events?"))
                .anyMatch(path -> path.startsWith("/stat/histogram?"));
    }

    @Test
    void theSubscriptionsAnswerAsDescribed() {
        var description = description("red-stat-subscribe");
        var begin = description.operation("post", "/sub");
        assertThat(begin.examples(Map.of())).isNotEmpty().allSatisfy(example -> {
            var answer = send(example, "");
            description.requireDescribed(begin, answer);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            tryAll(description, JSON.readTree(answer.body()));
        });
    }

    /** With the subscription that was begun; at last it is deleted, so that the next run may begin it again. */
    private void tryAll(OpenApi description, JsonNode subscription) {
        var token = subscription.get("token").asString();
        var known = Map.of("id", subscription.get("id").asString(), "token", token);
        var all = description.operations().stream().filter(Operation::needsToken).toList();
        var delete = all.stream().filter(operation -> operation.method().equals("delete")).toList();
        assertThat(delete).hasSize(1);
        Stream.concat(all.stream().filter(operation -> !operation.method().equals("delete")), delete.stream())
                .filter(operation -> known.keySet().containsAll(operation.missingExamples()))
                .forEach(operation -> operation.examples(known)
                        .forEach(example -> description.requireDescribed(operation,
                                send(example, token))));
    }

    @Test
    void theLiveAlertsAnswerAsDescribed() {
        var description = description("red-stat-notify");
        var socket = description.operation("get", "/ws");
        for (var example : socket.examples(Map.of())) {
            try (var open = Socket.open(redStats.webSocket(example.path()))) {
                assertThat(open.answer().get("red_threshold").asDouble()).isEqualTo(0.5);
            }
        }
        var stream = description.operation("get", "/ws/events");
        assertThat(stream.examples(Map.of())).isNotEmpty()
                .allSatisfy(example -> assertThat(redStats.head(example.path()).headers().firstValue("Content-Type")
                        .orElseThrow()).startsWith("text/event-stream"));
    }

    @Test
    void theSampleRedAnswersAsDescribed() {
        var description = description("red");
        var measure = description.operation("post", "/red");
        assertThat(measure.examples(Map.of())).isNotEmpty().allSatisfy(example -> {
            var answer = send(example, "");
            description.requireDescribed(measure, answer);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        });
    }

    private Map<String, String> descriptions() {
        var all = new HashMap<String, String>();
        redStats.json(redStats.get("/openapi")).get("urls")
                .forEach(each -> all.put(each.get("name").asString(), each.get("url").asString()));
        return all;
    }

    private OpenApi description(String service) {
        return new OpenApi(redStats.json(redStats.get(descriptions().getOrDefault(service, service))));
    }

    private HttpResponse<String> send(Example example, String token) {
        var request = redStats.request(example.path());
        example.headers().forEach(request::header);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return redStats.send(request.method(example.method(), body(example)));
    }

    private static BodyPublisher body(Example example) {
        if (OpenApi.FILE.equals(example.headers().get("Content-Type"))) {
            return BodyPublishers.ofByteArray(picture());
        }
        return example.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(example.body());
    }

    private static byte[] picture() {
        try {
            return Files.readAllBytes(Path.of("..", "demo-launcher", "pictures", "poppy.png"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
