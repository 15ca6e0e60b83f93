package org.redstats.bench.harness;

import java.util.HashMap;
import java.util.Map;

import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.TestBroker;

/** Environment variables that tell a Spring application where its servers are. */
public final class Settings {
    /** For a service from whose queue nothing is wanted. */
    public static final Map<String, String> WITHOUT_BROKER = Map.of( //
            "SPRING_RABBITMQ_LISTENER_SIMPLE_AUTOSTARTUP", "false", //
            "MANAGEMENT_ENDPOINT_HEALTH_GROUP_READINESS_INCLUDE", "readinessState,db");

    private Settings() {}

    public static Map<String, String> of(TestBroker broker) {
        return Map.of("SPRING_RABBITMQ_HOST", broker.host(), //
                "SPRING_RABBITMQ_PORT", Integer.toString(broker.port()), //
                "SPRING_RABBITMQ_USERNAME", broker.user(), //
                "SPRING_RABBITMQ_PASSWORD", broker.password());
    }

    public static Map<String, String> of(EmbeddedDatabase server, String database) {
        return Map.of("SPRING_DATASOURCE_URL", server.jdbcUrl(database), //
                "SPRING_DATASOURCE_USERNAME", server.user(), //
                "SPRING_DATASOURCE_PASSWORD", server.password());
    }

    /** All of them; a later one wins. */
    @SafeVarargs
    public static Map<String, String> merged(Map<String, String>... some) {
        Map<String, String> all = new HashMap<>();
        for (Map<String, String> each : some) {
            all.putAll(each);
        }
        return all;
    }
}
