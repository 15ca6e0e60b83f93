package org.redstats.system;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The OpenAPI description of a service: which requests it gives as examples, and what it says of the answers. */
record OpenApi(JsonNode document) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    /** The type of a body that is a file, of which no example can be shown. */
    static final String FILE = "application/octet-stream";

    private static final List<String> METHODS = List.of("get", "post", "patch", "put", "delete");

    /** A request as the description shows it. */
    record Example(String method, String path, Map<String, String> headers, String body) {}

    /** An operation with what it refers to put in its place. */
    record Operation(String method, String path, JsonNode description, List<JsonNode> parameters) {

        /** Whether it is done with the token that a subscription was answered with. */
        boolean needsToken() {
            return description.path("security").valueStream().anyMatch(way -> way.has("token"));
        }

        /** The required parameters for which the description gives no example. */
        List<String> missingExamples() {
            return parameters.stream()
                    .filter(parameter -> parameter.path("required").asBoolean(false) && example(parameter).isEmpty())
                    .map(parameter -> parameter.get("name").asString())
                    .toList();
        }

        /**
         * One for each body and each kind of answer.
         *
         * @param known values of parameters without an example
         */
        List<Example> examples(Map<String, String> known) {
            var query = new ArrayList<String>();
            var address = path;
            var headers = new HashMap<String, String>();
            for (var parameter : parameters) {
                var name = parameter.get("name").asString();
                var value = known.getOrDefault(name, example(parameter));
                if (value.isEmpty()) {
                    continue;
                }
                switch (parameter.get("in").asString()) {
                    case "path" -> address = address.replace("{" + name + "}", value);
                    case "query" -> query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
                    default -> headers.put(name, value);
                }
            }
            var target = query.isEmpty() ? address : address + "?" + String.join("&", query);
            return accepted().flatMap(accept -> bodies().map(body -> {
                var all = new HashMap<>(headers);
                all.put("Accept", accept + ", application/problem+json");
                if (!body.getKey().isEmpty()) {
                    all.put("Content-Type", body.getKey());
                }
                return new Example(method.toUpperCase(Locale.ROOT), target, all, body.getValue());
            })).toList();
        }

        private Stream<String> accepted() {
            var kinds = description.path("responses").path("200").path("content").propertyNames();
            return kinds.isEmpty() ? Stream.of("*/*") : kinds.stream();
        }

        /** Type and text of each; a file is shown by its type alone. */
        private Stream<Map.Entry<String, String>> bodies() {
            var content = description.path("requestBody").path("content");
            if (content.isMissingNode()) {
                return Stream.of(Map.entry("", ""));
            }
            return content.propertyStream().flatMap(each -> each.getKey().equals(FILE)
                    ? Stream.of(Map.entry(each.getKey(), ""))
                    : values(each.getValue()).map(value -> Map.entry(each.getKey(), value)));
        }

        private static String example(JsonNode parameter) {
            return Stream.of(parameter.path("example"), parameter.path("schema").path("example"))
                    .filter(example -> !example.isMissingNode())
                    .map(JsonNode::asString)
                    .findFirst()
                    .orElse("");
        }

        private static Stream<String> values(JsonNode content) {
            var several = content.path("examples").valueStream().map(each -> each.path("value"));
            return Stream.concat(several, Stream.of(content.path("example")))
                    .filter(value -> !value.isMissingNode())
                    .map(value -> value.isString() ? value.asString() : value.toString());
        }
    }

    List<Operation> operations() {
        return document.get("paths").propertyStream().flatMap(path -> path.getValue().propertyStream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .map(operation -> new Operation(operation.getKey(), path.getKey(), operation.getValue(),
                        operation.getValue().path("parameters").valueStream().map(this::resolved).toList())))
                .toList();
    }

    Operation operation(String method, String path) {
        return operations().stream().filter(each -> each.method().equals(method) && each.path().equals(path))
                .findFirst().orElseThrow();
    }

    /** Fails unless status, type and shape of an answer are among those that the operation is said to have. */
    void requireDescribed(Operation operation, HttpResponse<String> answer) {
        var what = operation.method() + " " + answer.uri() + " " + answer.statusCode() + " " + answer.body();
        var responses = operation.description().get("responses");
        assertThat(responses.propertyNames()).as(what).contains(Integer.toString(answer.statusCode()));
        var content = resolved(responses.get(Integer.toString(answer.statusCode()))).path("content");
        if (answer.body().isEmpty() || content.isEmpty()) {
            return;
        }
        var type = answer.headers().firstValue("Content-Type").orElseThrow().split(";", 2)[0];
        var kinds = content.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(kinds).as(what).containsAnyOf(Map.entry(type, content.path(type)),
                Map.entry("*/*", content.path("*/*")));
        if (type.endsWith("json")) {
            var schema = kinds.getOrDefault(type, content.path("*/*")).path("schema");
            assertThat(violations(schema, answer.body())).as(what).isEmpty();
        }
    }

    private List<?> violations(JsonNode schema, String body) {
        var whole = JSON.createObjectNode();
        whole.set("allOf", JSON.createArrayNode().add(schema));
        whole.set("components", document.path("components"));
        return SCHEMAS.getSchema(whole).validate(withoutNulls(JSON.readTree(body)));
    }

    /** The descriptions of the services do not tell a field that may be null from one that may be missing. */
    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var empty = object.propertyStream().filter(field -> field.getValue().isNull()).map(Map.Entry::getKey)
                    .toList();
            object.remove(empty);
        }
        node.forEach(OpenApi::withoutNulls);
        return node;
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref");
        return reference.isMissingNode() ? node : document.at(reference.asString().substring(1));
    }
}
