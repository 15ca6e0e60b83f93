package org.redstats.demo.red.upload;

import org.junit.jupiter.api.Test;
import org.redstats.demo.red.Images;
import org.redstats.demo.red.Red;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.rabbitmq.port=1")
class BrokerAwayTests {

    private final Red red;

    BrokerAwayTests(@LocalServerPort int port) {
        red = new Red(port);
    }

    @Test
    void saysThatNothingWasPublishedAndWhenToComeBack() {
        var answer = red.send(Images.redPng(), "/red?user_id=ann");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void saysHowManyOfSeveralWerePublished() {
        var answer = red.sendForm("/red?user_id=ann", Images.redPng(), Images.redPng());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(Red.json(answer).get("detail").stringValue()).startsWith("0 of 2");
    }

    @Test
    void isAliveButNotReady() {
        assertThat(red.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(red.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
    }
}
