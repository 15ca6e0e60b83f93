package org.redstats.demo.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.redstats.embedded.EmbeddedBroker;
import org.redstats.embedded.EmbeddedDatabase;

/** The services of the demo and their settings. */
final class DemoServices {
    static final String STORE_DATABASE = "red_stat_store";
    static final String SUBSCRIBE_DATABASE = "red_stat_subscribe";
    static final String ADDRESS = "http://localhost:" + DemoPorts.GATEWAY;

    /** What every one of them gets. */
    private static final Map<String, String> COMMON = Map.ofEntries(Map.entry("SERVER_ADDRESS", "127.0.0.1"),
            Map.entry("SPRING_RABBITMQ_HOST", "127.0.0.1"),
            Map.entry("SPRING_RABBITMQ_PORT", Integer.toString(DemoPorts.AMQP)),
            Map.entry("SPRING_RABBITMQ_USERNAME", EmbeddedBroker.USER),
            Map.entry("SPRING_RABBITMQ_PASSWORD", EmbeddedBroker.PASSWORD),
            Map.entry("SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE", "3s"), //
            Map.entry("SPRING_MAIN_BANNERMODE", "off"), //
            Map.entry("SPRING_MAIN_LOGSTARTUPINFO", "false"), //
            Map.entry("LOGGING_LEVEL_ROOT", "WARN"), //
            Map.entry("LOGGING_LEVEL_ORG_REDSTATS", "INFO"),
            Map.entry("LOGGING_PATTERN_CONSOLE", "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex"));

    private final EmbeddedDatabase database;
    private final boolean auth;
    private final Path data;

    /**
     * @param auth whether they ask for tokens, of the {@link TrialIssuer}
     * @param data the folder for what survives a restart
     */
    DemoServices(EmbeddedDatabase database, boolean auth, Path data) {
        this.database = database;
        this.auth = auth;
        this.data = data;
    }

    /** Those that read the events. */
    List<Service> readers() {
        return List.of(
                service("store", 32, "red-stat-store", DemoPorts.STORE, databaseSettings(STORE_DATABASE)),
                service("subscribe", 33, "red-stat-subscribe", DemoPorts.SUBSCRIBE,
                        merged(databaseSettings(SUBSCRIBE_DATABASE), mailSettings())),
                service("notify", 35, "red-stat-notify", DemoPorts.NOTIFY, Map.of()));
    }

    /** Those that let requests and events in, and stop first. */
    List<Service> entrances(int traffic) {
        return List.of(
                service("gateway", 36, "gateway", DemoPorts.GATEWAY, gatewaySettings()),
                service("red", 31, "red-demo", DemoPorts.RED, redSettings(traffic)));
    }

    // With a spool it can do its work while the broker is away.
    private Map<String, String> redSettings(int traffic) {
        return Map.of("RED_SAMPLE_TRAFFIC", Integer.toString(traffic), //
                "RED_PUBLISHER_SPOOL_DIRECTORY", data.resolve("red-spool").toString(), //
                "MANAGEMENT_ENDPOINT_HEALTH_GROUP_READINESS_INCLUDE", "readinessState,redPublisher");
    }

    private Map<String, String> databaseSettings(String name) {
        return Map.of("SPRING_DATASOURCE_URL", database.jdbcUrl(name), "SPRING_DATASOURCE_USERNAME", database.user(),
                "SPRING_DATASOURCE_PASSWORD", database.password());
    }

    private static Map<String, String> mailSettings() {
        return Map.of("SPRING_MAIL_HOST", "127.0.0.1", "SPRING_MAIL_PORT", Integer.toString(DemoPorts.SMTP),
                "RED_SUBSCRIBE_PUBLICBASEURL", ADDRESS, "RED_SUBSCRIBE_DEFAULTMININTERVAL", "PT5S",
                "RED_SUBSCRIBE_CONFIRMATION_REQUIRED", "false", //
                "RED_SUBSCRIBE_LIMITS_PERCLIENT", "0", "RED_SUBSCRIBE_LIMITS_PERTARGET", "0");
    }

    private static Map<String, String> gatewaySettings() {
        return Map.of("RED_GATEWAY_BACKENDS_STORE", backend(DemoPorts.STORE), //
                "RED_GATEWAY_BACKENDS_SUBSCRIBE", backend(DemoPorts.SUBSCRIBE), //
                "RED_GATEWAY_BACKENDS_NOTIFY", backend(DemoPorts.NOTIFY), //
                "RED_GATEWAY_BACKENDS_RED", backend(DemoPorts.RED), //
                "RED_GATEWAY_HEALTH_INTERVAL", "1s", //
                "RED_GATEWAY_LIMITS_REQUESTSPERMINUTE", "0", //
                "MANAGEMENT_SERVER_PORT", Integer.toString(DemoPorts.GATEWAY_MANAGEMENT));
    }

    private static String backend(int port) {
        return "http://127.0.0.1:" + port;
    }

    private Map<String, String> authSettings() {
        return auth ? Map.of("RED_AUTH_ISSUERURI", TrialIssuer.address(DemoPorts.ISSUER), "RED_AUTH_AUDIENCE",
                TrialIssuer.AUDIENCE) : Map.of();
    }

    private Service service(String name, int colour, String module, int port, Map<String, String> settings) {
        return new Service(name, colour, module,
                merged(merged(merged(COMMON, authSettings()), settings),
                        Map.of("SERVER_PORT", Integer.toString(port))));
    }

    private static Map<String, String> merged(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }
}
