package org.redstats.subscribe.web;

import java.io.IOException;
import java.io.InputStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI description what each operation may answer, with an example of each: {@code openapi/answers.json}. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE) // others add to it
class DescribedAnswers implements OpenApiCustomizer {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "Problem";
    private static final String RETRY_AFTER = "Retry-After";

    @Override
    public void customise(OpenAPI description) {
        description.getComponents().addSchemas(PROBLEM, problem());
        var file = read();
        description.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
            var answers = file.path("operations").path(method + " " + path);
            if (answers.isObject()) {
                describe(operation, answers, file.path("problems"));
            }
        }));
    }

    /** By the description's own mapper, which writes it again. */
    private static JsonNode read() {
        try (InputStream file = new ClassPathResource("openapi/answers.json").getInputStream()) {
            return Json.mapper().readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException("the jar is not whole", e);
        }
    }

    private static void describe(Operation operation, JsonNode answers, JsonNode problems) {
        var schema = schemaOf(operation);
        operation.setResponses(new ApiResponses());
        answers.properties().forEach(answer -> {
            var isProblem = answer.getValue().isTextual();
            operation.getResponses().addApiResponse(answer.getKey(), isProblem
                    ? response(problems.required(answer.getValue().asText()), "application/problem+json",
                            new Schema<>().$ref(PROBLEM))
                    : response(answer.getValue(), JSON, schema));
        });
    }

    /** What was found by the return type of its method, null when it returns nothing or a page. */
    private static @Nullable Schema<?> schemaOf(Operation operation) {
        return operation.getResponses().values().stream().map(ApiResponse::getContent)
                .filter(content -> content != null && content.containsKey(JSON))
                .map(content -> content.get(JSON).getSchema()).findFirst().orElse(null);
    }

    private static ApiResponse response(JsonNode described, String type, @Nullable Schema<?> schema) {
        var response = new ApiResponse().description(described.path("description").asText());
        if (response.getDescription().contains(RETRY_AFTER)) {
            response.addHeaderObject(RETRY_AFTER, new Header().description("seconds").schema(new IntegerSchema()));
        }
        if (described.has("page")) {
            response.content(new Content().addMediaType("text/html", new MediaType().schema(new StringSchema())
                    .example(described.path("page").asText())));
        } else if (described.has("example")) {
            response.content(new Content().addMediaType(type, new MediaType().schema(schema)
                    .example(described.path("example"))));
        }
        return response;
    }

    private static Schema<?> problem() {
        return new ObjectSchema().description("RFC 9457")
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema())
                .addProperty("instance", new StringSchema())
                .addProperty("errors", new ArraySchema().items(new ObjectSchema()
                        .addProperty("field", new StringSchema())
                        .addProperty("message", new StringSchema())));
    }
}
