package org.redstats.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.redstats.testing.TestBroker.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which broker the tests get, and says why. */
final class BrokerChoice {
    /** System property or environment variable that forces one kind. */
    static final String SETTING = "RED_TEST_BROKER";

    private static final Logger log = LoggerFactory.getLogger(TestBroker.class);

    private BrokerChoice() {}

    /**
     * Starts the first kind that this machine has; a forced one that does not start is an error.
     *
     * @param configuration lines of a {@code rabbitmq.conf}
     * @param certificate with it, the broker speaks nothing but TLS; not the embedded one
     */
    static BrokerNode startFirst(String configuration, @Nullable TestCertificate certificate, Kind... kinds) {
        Optional<Kind> forced = forced();
        List<String> reasons = new ArrayList<>();
        for (Kind kind : kinds) {
            if (forced.isPresent() && forced.get() != kind) {
                continue;
            }
            String missing = missing(kind);
            if (missing != null) {
                reasons.add(missing);
                continue;
            }
            try {
                BrokerNode node = start(kind, configuration, certificate);
                reasons.add(forced.isPresent() ? SETTING + " asks for it" : found(kind));
                log.info("Tests use the broker {} on {}:{} ({})", kind, node.host(), node.port(),
                        String.join(", ", reasons));
                return node;
            } catch (RuntimeException e) {
                log.warn("The broker {} does not start", kind, e);
                reasons.add(kind + " does not start: " + e.getMessage());
            }
        }
        throw new IllegalStateException("no broker for this test: " + String.join("; ", reasons));
    }

    private static Optional<Kind> forced() {
        return Optional.ofNullable(System.getProperty(SETTING, System.getenv(SETTING))).filter(name -> !name.isBlank())
                .map(name -> Kind.valueOf(name.strip().toUpperCase(Locale.ROOT)));
    }

    private static @Nullable String missing(Kind kind) {
        return switch (kind) {
            case CONTAINER -> Docker.isRunning() ? null : "no Docker";
            case INSTALLED -> InstalledRabbitMq.isInstalled() ? null : "no rabbitmq-server installed";
            case EMBEDDED -> null;
        };
    }

    private static String found(Kind kind) {
        return switch (kind) {
            case CONTAINER -> "Docker answers";
            case INSTALLED -> "rabbitmq-server is installed";
            case EMBEDDED -> "what is always there";
        };
    }

    private static BrokerNode start(Kind kind, String configuration, @Nullable TestCertificate certificate) {
        return switch (kind) {
            case CONTAINER -> RabbitMqContainer.start(configuration, certificate);
            case INSTALLED -> InstalledRabbitMq.start(configuration, certificate);
            case EMBEDDED -> new EmbeddedNode();
        };
    }
}
