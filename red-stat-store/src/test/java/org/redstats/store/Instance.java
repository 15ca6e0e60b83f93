package org.redstats.store;

import java.util.HashMap;
import java.util.Map;

import org.redstats.testing.TestBroker;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One running instance of the service, of which a test may have several. */
record Instance(ConfigurableApplicationContext context) implements AutoCloseable {

    static Instance start(String jdbcUrl, String user, String password, Map<String, Object> more) {
        var broker = TestBroker.shared();
        var properties = new HashMap<String, Object>(Map.of(
                "server.port", 0,
                "spring.rabbitmq.host", broker.host(), "spring.rabbitmq.port", broker.port(),
                "spring.rabbitmq.username", broker.user(), "spring.rabbitmq.password", broker.password(),
                "spring.datasource.url", jdbcUrl, "spring.datasource.username", user,
                "spring.datasource.password", password,
                "spring.flyway.connect-retries-interval", "1s",
                "red.intake.longest-pause", "500ms"));
        properties.putAll(more);
        var arguments = properties.entrySet().stream().map(property -> "--" + property.getKey() + "="
                + property.getValue());
        return new Instance(new SpringApplicationBuilder(StoreApplication.class).run(arguments.toArray(String[]::new)));
    }

    Http http() {
        return new Http(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
