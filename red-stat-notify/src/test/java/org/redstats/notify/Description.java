package org.redstats.notify;

import java.io.IOException;
import java.io.UncheckedIOException;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import org.springframework.core.io.ClassPathResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The AsyncAPI description, held against what is really said: every frame that any test reads is looked at. */
final class Description {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode ASYNC_API = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private Description() {}

    private static JsonNode read() {
        try (var file = new ClassPathResource("asyncapi.json").getInputStream()) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless the server may send this; returns it. */
    static String requireSendable(String frame) {
        var json = JSON.readTree(frame);
        var type = json.path("type").stringValue("");
        assertThat(ASYNC_API.at("/channels/live/messages").propertyNames()).contains(type);
        assertThat(schemaOfMessage(type).validate(json)).as(frame).isEmpty();
        return frame;
    }

    /** Whether a message of this name may look like this. */
    static boolean allows(String message, JsonNode payload) {
        return schemaOfMessage(message).validate(payload).isEmpty();
    }

    private static Schema schemaOfMessage(String name) {
        var payload = ASYNC_API.path("components").path("messages").path(name).path("payload").path("$ref");
        var document = JSON.createObjectNode().put("$ref", payload.stringValue());
        document.set("components", ASYNC_API.path("components"));
        return SCHEMAS.getSchema(document);
    }
}
