package org.redstats.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What the documentation says of a property's default is what its metadata say. */
class DocumentedDefaultsTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern DEFAULT = Pattern.compile("`(red\\.[a-z.-]+)` = `([^`]+)`");
    private static final List<String> MODULES = List.of("red-event", "red-publisher-lib", "red-auth", "red-stat-store",
            "red-stat-subscribe", "red-stat-notify", "gateway", "red-demo");

    @Test
    void backpressureNamesTheDefaultsThatHold() throws IOException {
        var documented = new HashMap<String, String>();
        DEFAULT.matcher(Files.readString(Path.of("..", "docs", "backpressure.md"))).results()
                .forEach(match -> documented.put(match.group(1), match.group(2)));

        assertThat(documented).isNotEmpty();
        assertThat(defaults()).containsAllEntriesOf(documented);
    }

    private static Map<String, String> defaults() throws IOException {
        var defaults = new HashMap<String, String>();
        for (var module : MODULES) {
            var metadata = Path.of("..", module, "target", "classes", "META-INF", "spring-configuration-metadata.json");
            for (var property : JSON.readTree(metadata).get("properties")) {
                defaults.put(property.get("name").asString(), property.path("defaultValue").asString());
            }
        }
        return defaults;
    }
}
