package org.redstats.system;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.redstats.system.OpenApi.Operation;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests made by chance out of the services' own descriptions: whatever comes in, the answer is one of ours. */
class FuzzedApiTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final List<String> TYPES = List.of("application/json", "application/json;charset=utf-16",
            "text/plain",
            "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data;boundary=x", "image/png",
            "application/octet-stream", "application/merge-patch+json", "*/*", "nonsense");
    private static final List<String> ACCEPTED = List.of("*/*", "application/json", "text/csv", "text/html",
            "application/problem+json", "image/png", "text/*;q=0.1", "nonsense");
    private static final List<String> HEADERS = List.of("X-User-Id", "If-None-Match", "Last-Event-ID", "Authorization",
            "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Origin", "Range", "Accept-Language",
            "Content-Encoding",
            "Cookie", "X-HTTP-Method-Override");

    private final RedStats redStats = RedStats.running();
    private final List<Operation> operations = Stream
            .of("red-stat-store", "red-stat-subscribe", "red-stat-notify", "red")
            .map(name -> new OpenApi(redStats.json(redStats.get("/openapi/" + name))))
            .flatMap(description -> description.operations().stream())
            .toList();
    private final Map<String, String> tokens = new HashMap<>();
    private Map<String, String> known = Map.of();

    @Test
    void everyRequestIsAnsweredAndEveryErrorIsExplained() {
        var health = Health.before(redStats, "gateway", "red-stat-store", "red-stat-subscribe");
        var statuses = new TreeMap<Integer, Integer>();
        var steps = new AtomicInteger();

        new Fuzz("the described requests", 200).repeat(random -> {
            if (steps.getAndIncrement() % 100 == 0) {
                knowAnotherSubscription();
            }
            var request = request(Fuzz.oneOf(operations, random), random);
            var answer = request.sentTo(redStats);
            statuses.merge(answer.status(), 1, Integer::sum);
            if (request.accepts("text/html")) {
                answer.requireExplainedOrPage(request.toString());
            } else {
                answer.requireExplained(request.toString());
            }
            remember(answer);
        });

        LoggerFactory.getLogger(FuzzedApiTests.class).info("Answers by status: {}", statuses);
        assertThat(statuses).as("what was answered, by status").containsKeys(200, 400, 404);
        forgetSubscriptions();
        health.isAsBefore();
    }

    private void knowAnotherSubscription() {
        var user = Events.newUser();
        var made = redStats.subscribe(user + "@example.org", 0.5, user, "PT1H");
        known = Map.of("id", made.get("id").asString(), "token", made.get("token").asString());
        tokens.put(known.get("id"), known.get("token"));
    }

    private void remember(HostileAnswer answer) {
        if (answer.status() == 201) {
            var made = JSON.readTree(answer.text());
            tokens.put(made.get("id").asString(), made.get("token").asString());
        }
    }

    /** They would be told of what other tests publish. */
    private void forgetSubscriptions() {
        tokens.forEach((id, token) -> redStats.send(redStats.request("/sub/" + id)
                .header("Authorization", "Bearer " + token).DELETE()));
    }

    private FuzzedRequest request(Operation operation, Random random) {
        var query = new ArrayList<String>();
        var address = operation.path();
        var headers = new TreeMap<String, String>();
        for (var parameter : operation.parameters()) {
            var name = parameter.get("name").asString();
            var value = value(parameter, random);
            switch (parameter.get("in").asString()) {
                case "path" -> address = address.replace("{" + name + "}", encoded(value).replace("+", "%20"));
                case "query" -> {
                    for (var times = random.nextInt(8) == 0 ? 3 : random.nextInt(2); times > 0; times--) {
                        query.add(encoded(name) + "=" + encoded(value));
                    }
                }
                default -> headers.put(name, value);
            }
        }
        if (operation.needsToken() && random.nextInt(4) > 0) {
            headers.put("Authorization", "Bearer " + known.get("token"));
        }
        if (random.nextInt(4) == 0) {
            headers.put(Fuzz.oneOf(HEADERS, random), Fuzz.nasty(random));
        }
        headers.put("Accept", Fuzz.oneOf(ACCEPTED, random));
        headers.put("Content-Type", random.nextBoolean() ? "application/json" : Fuzz.oneOf(TYPES, random));
        headers.values().removeIf(value -> !value.matches("[\\x20-\\x7e]*")); // others the client does not send
        var method = random.nextInt(10) == 0 ? Fuzz.oneOf(METHODS, random)
                : operation.method().toUpperCase(Locale.ROOT);
        return new FuzzedRequest(method, query.isEmpty() ? address : address + "?" + String.join("&", query), headers,
                body(operation, random));
    }

    private String value(JsonNode parameter, Random random) {
        var example = known.getOrDefault(parameter.get("name").asString(),
                parameter.path("example").asString(parameter.path("schema").path("example").asString("")));
        return switch (random.nextInt(4)) {
            case 0, 1 -> example.isEmpty() ? "1" : example;
            case 2 -> Fuzz.nasty(random);
            default -> example + Fuzz.nasty(random);
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] body(Operation operation, Random random) {
        var content = operation.description().path("requestBody").path("content").path("application/json");
        var examples = new ArrayList<JsonNode>();
        content.path("examples").forEach(example -> examples.add(example.path("value")));
        content.path("example").asOptional().ifPresent(examples::add);
        if (examples.isEmpty()) {
            return random.nextInt(3) == 0 ? Fuzz.nasty(random).getBytes(StandardCharsets.UTF_8) : new byte[0];
        }
        return damaged(Fuzz.oneOf(examples, random), random);
    }

    private static byte[] damaged(JsonNode example, Random random) {
        var json = example.isString() ? JSON.readTree(example.asString()) : example.deepCopy();
        if (json instanceof ObjectNode object) {
            object.remove("webhook_url"); // nobody out there shall hear of this
            for (var name : List.copyOf(object.propertyNames())) {
                switch (random.nextInt(8)) {
                    case 0 -> object.remove(name);
                    case 1 -> object.putNull(name);
                    case 2 -> object.put(name, random.nextLong());
                    case 3 -> object.put(name, Fuzz.nasty(random));
                    case 4 -> object.put(name, object.path(name).asString("") + Fuzz.nasty(random));
                    case 5 -> object.putArray(name).add(Fuzz.nasty(random));
                    default -> {
                    }
                }
            }
        }
        var bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        for (var i = random.nextInt(12) - 10; i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
