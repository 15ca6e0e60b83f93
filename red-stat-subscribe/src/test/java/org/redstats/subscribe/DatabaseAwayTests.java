package org.redstats.subscribe;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.TestBroker;
import org.springframework.boot.builder.SpringApplicationBuilder;
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
    void saysSoAndComesBackByItself() {
        var broker = TestBroker.shared();
        try (var service = new SpringApplicationBuilder(SubscribeApplication.class).run("--server.port=0",
                "--red.subscribe.confirmation.required=false",
                "--spring.rabbitmq.listener.simple.auto-startup=false", // the queue is another test's
                "--spring.rabbitmq.host=" + broker.host(), "--spring.rabbitmq.port=" + broker.port(),
                "--spring.datasource.url=" + DATABASE.jdbcUrl("postgres"),
                "--spring.datasource.username=" + DATABASE.user(),
                "--spring.datasource.password=" + DATABASE.password())) {
            var http = RestTestClient.bindToServer(new JdkClientHttpRequestFactory())
                    .baseUrl("http://localhost:" + service.getEnvironment().getProperty("local.server.port")).build();
            post(http).expectStatus().isCreated();

            DATABASE.stopImmediately();
            post(http).expectStatus().isEqualTo(503).expectHeader().contentType(APPLICATION_PROBLEM_JSON)
                    .expectHeader().exists("Retry-After");
            http.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
            http.get().uri("/actuator/health/readiness").exchange().expectStatus().isEqualTo(503);

            DATABASE.startAgain();
            await().untilAsserted(() -> post(http).expectStatus().isOk());
        }
    }

    private static RestTestClient.ResponseSpec post(RestTestClient http) {
        return http.post().uri("/sub").contentType(MediaType.APPLICATION_JSON)
                .body("{\"red_threshold\":0.5,\"email\":\"ann@example.org\"}").exchange();
    }
}
