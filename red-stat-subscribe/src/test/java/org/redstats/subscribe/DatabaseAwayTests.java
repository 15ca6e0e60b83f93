package org.redstats.subscribe;

import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.TestBroker;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.awaitility.Awaitility.await;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;

class DatabaseAwayTests {

    private static final EmbeddedDatabase DATABASE = EmbeddedDatabase.startTemporary();

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void saysSoAndComesBackByItself() throws SQLException {
        try (var service = start()) {
            var http = RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
                    .baseUrl("http://localhost:" + service.getEnvironment().getProperty("local.server.port")).build();

            letItBeReadOnly(true);
            assertThatItIsAway(http);

            letItBeReadOnly(false);
            await().untilAsserted(() -> post(http).expectStatus().isCreated());

            DATABASE.stopImmediately();
            assertThatItIsAway(http);
            http.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
            http.get().uri("/actuator/health/readiness").exchange().expectStatus().isEqualTo(503);

            DATABASE.startAgain();
            await().untilAsserted(() -> post(http).expectStatus().isOk());
        }
    }

    private static ConfigurableApplicationContext start() {
        var broker = TestBroker.shared();
        return new SpringApplicationBuilder(SubscribeApplication.class).run("--server.port=0",
                "--red.subscribe.confirmation.required=false",
                "--spring.rabbitmq.listener.simple.auto-startup=false", // the queue is another test's
                "--spring.rabbitmq.host=" + broker.host(), "--spring.rabbitmq.port=" + broker.port(),
                "--spring.datasource.url=" + DATABASE.jdbcUrl("postgres"),
                "--spring.datasource.username=" + DATABASE.user(),
                "--spring.datasource.password=" + DATABASE.password());
    }

    /** As while a standby has not been promoted yet, or an operator wants no changes. */
    private static void letItBeReadOnly(boolean readOnly) throws SQLException {
        try (var connection = DriverManager.getConnection(DATABASE.jdbcUrl("postgres"), DATABASE.user(),
                DATABASE.password()); var statement = connection.createStatement()) {
            statement.execute("ALTER SYSTEM SET default_transaction_read_only = " + readOnly);
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static void assertThatItIsAway(RestTestClient http) {
        await().untilAsserted(() -> post(http).expectStatus().isEqualTo(503)
                .expectHeader().contentType(APPLICATION_PROBLEM_JSON).expectHeader().exists("Retry-After"));
    }

    private static RestTestClient.ResponseSpec post(RestTestClient http) {
        return http.post().uri("/sub").contentType(MediaType.APPLICATION_JSON)
                .body("{\"red_threshold\":0.5,\"email\":\"ann@example.org\"}").exchange();
    }
}
