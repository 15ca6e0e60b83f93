package org.redstats.demo.red.upload;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redstats.demo.red.Images;
import org.redstats.demo.red.Red;
import org.redstats.publisher.RedPublisher;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {"spring.rabbitmq.port=1",
        "management.endpoint.health.group.readiness.include=readinessState,redPublisher"})
@DirtiesContext // before its folder is deleted
class SpoolingTests {

    @TempDir
    private static Path folder;

    private final Red red;
    private final RedPublisher publisher;

    SpoolingTests(@LocalServerPort int port, @Autowired RedPublisher publisher) {
        red = new Red(port);
        this.publisher = publisher;
    }

    @DynamicPropertySource
    static void spool(DynamicPropertyRegistry registry) {
        registry.add("red.publisher.spool.directory", folder::toString);
    }

    @Test
    void keepsMeasurementsAndStaysReadyWhileTheBrokerIsAway() {
        var before = publisher.spool().orElseThrow().events();

        assertThat(red.send(Images.redPng(), "/red?user_id=ann").statusCode()).isEqualTo(200);

        assertThat(publisher.spool().orElseThrow().events()).isEqualTo(before + 1);
        assertThat(red.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }
}
