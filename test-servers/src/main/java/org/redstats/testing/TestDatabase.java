package org.redstats.testing;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.redstats.embedded.EmbeddedDatabase;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** A real PostgreSQL for tests, which needs nothing installed. */
public final class TestDatabase {
    private static @Nullable TestDatabase shared;

    private final EmbeddedDatabase server;
    private final AtomicInteger databases = new AtomicInteger();

    private TestDatabase(EmbeddedDatabase server) {
        this.server = server;
    }

    /** Returns the one server of this JVM; it starts on first use and ends with the JVM. */
    public static synchronized TestDatabase shared() {
        if (shared == null) {
            EmbeddedDatabase server = EmbeddedDatabase.startTemporary();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = new TestDatabase(server);
        }
        return shared;
    }

    /** Creates an empty database and returns its JDBC URL. */
    public String freshDatabase() {
        String name = "test_" + databases.incrementAndGet();
        server.createDatabaseIfMissing(name);
        return server.jdbcUrl(name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** Points a Spring test at an empty database of its own, one for each application context. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class Properties {
        @Bean
        static DynamicPropertyRegistrar databaseProperties() {
            return registry -> {
                TestDatabase database = shared();
                String url = database.freshDatabase();
                registry.add("spring.datasource.url", () -> url);
                registry.add("spring.datasource.username", database::user);
                registry.add("spring.datasource.password", database::password);
            };
        }
    }
}
