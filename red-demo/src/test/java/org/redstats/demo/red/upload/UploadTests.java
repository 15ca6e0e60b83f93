package org.redstats.demo.red.upload;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.demo.red.EventQueue;
import org.redstats.demo.red.Images;
import org.redstats.demo.red.Red;
import org.redstats.event.RedEvent;
import org.redstats.testing.TestBroker;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {"red.sample.max-bytes=1MB",
        "red.sample.max-images=3"})
@Import(TestBroker.Properties.class)
class UploadTests {

    private static final byte[] RED_PNG = Images.redPng();
    private static final byte[] BLACK_GIF = Images.file(Images.plain(BufferedImage.TYPE_INT_RGB, 3, 3, Color.BLACK),
            "gif");

    private final Red red;
    private EventQueue queue;

    UploadTests(@LocalServerPort int port) throws Exception {
        red = new Red(port);
        queue = new EventQueue();
    }

    @BeforeEach
    void listen() throws Exception {
        queue.events();
    }

    @AfterEach
    void close() throws Exception {
        queue.close();
    }

    @Test
    void answersForARawImageWhatItPublished() throws Exception {
        var answer = red.send(RED_PNG, "/red", "X-User-Id", "ann", "Content-Type", "image/png");

        assertThat(answer.statusCode()).isEqualTo(200);
        var json = Red.json(answer);
        assertThat(json.propertyNames()).containsExactlyInAnyOrder("event_id", "user_id", "red_value", "when");
        assertThat(queue.events())
                .containsExactly(new RedEvent(UUID.fromString(json.get("event_id").stringValue()), "ann",
                        1, Instant.parse(json.get("when").stringValue())));
        assertThat(json.get("red_value").doubleValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/json", "image/jpeg",
            "nonsense"})
    void believesTheBytesAndNotTheirType(String contentType) throws Exception {
        var answer = red.send(BLACK_GIF, "/red?user_id=bob+%26+Zo%C3%AB", "Content-Type", contentType);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(queue.events()).extracting(RedEvent::userId).containsExactly("bob & Zoë");
    }

    @Test
    void takesARawImageWithoutAnyType() {
        assertThat(red.send(RED_PNG, "/red?user_id=ann").statusCode()).isEqualTo(200);
    }

    @Test
    void answersForOneImageOfAFormWithOneObject() throws Exception {
        var answer = red.sendForm("/red?user_id=ann", RED_PNG);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Red.json(answer).get("red_value").doubleValue()).isEqualTo(1);
        assertThat(queue.events()).hasSize(1);
    }

    @Test
    void answersForSeveralImagesWithAListInTheirOrder() throws Exception {
        var answer = red.sendForm("/red?user_id=ann", RED_PNG, BLACK_GIF, RED_PNG);

        assertThat(answer.statusCode()).isEqualTo(200);
        var json = Red.json(answer);
        assertThat(json.isArray()).isTrue();
        assertThat(json.valueStream().map(one -> one.get("red_value").doubleValue())).containsExactly(1.0, 0.0, 1.0);
        assertThat(queue.events()).extracting(RedEvent::redValue).containsExactly(1.0, 0.0, 1.0);
    }

    @Test
    void publishesNoneWhenOneOfSeveralCannotBeMeasured() throws Exception {
        var answer = red.sendForm("/red?user_id=ann", RED_PNG,
                "text".getBytes(UTF_8));

        assertProblem(answer, 415, "image");
        assertThat(Red.json(answer).get("detail").stringValue()).contains("number 2");
        assertThat(queue.events()).isEmpty();
    }

    @Test
    void wantsToKnowWhoseImageItIs() {
        assertProblem(red.send(RED_PNG, "/red"), 400, "user_id");
        assertProblem(red.send(RED_PNG, "/red?user_id="), 400, "user_id");
        assertProblem(red.send(RED_PNG, "/red?user_id=" + "x".repeat(129)), 400, "user_id");
        assertProblem(red.sendForm("/red", RED_PNG), 400, "user_id");
    }

    @Test
    void wantsBetweenOneImageAndTheMost() {
        assertProblem(red.sendForm("/red?user_id=ann"), 400, "image");
        assertProblem(red.sendForm("/red?user_id=ann", RED_PNG, RED_PNG, RED_PNG, RED_PNG), 400, "image");
        assertProblem(red.send(new byte[0], "/red?user_id=ann"), 400, "image");
        assertProblem(red.sendForm("/red?user_id=ann", new byte[0]), 400, "image");
    }

    @Test
    void refusesAFormThatIsNone() {
        var answer = red.send(RED_PNG, "/red?user_id=ann", "Content-Type", "multipart/form-data");

        assertProblem(answer, 400, "image");
    }

    @Test
    void refusesWhatIsNoImageOrADamagedOne() {
        assertProblem(red.send("text".getBytes(UTF_8), "/red?user_id=ann"), 415,
                "image");
        assertProblem(red.send(Arrays.copyOf(RED_PNG, RED_PNG.length / 2), "/red?user_id=ann"), 400, "image");
    }

    @Test
    void refusesTooManyBytes() {
        var large = new byte[(1 << 20) + 1];

        assertProblem(red.send(large, "/red?user_id=ann"), 413, "image");
        assertThat(red.sendForm("/red?user_id=ann", large)).satisfies(UploadTests::isTooLarge);
        assertThat(red.send(new byte[40 << 20], "/red?user_id=ann")).satisfies(UploadTests::isTooLarge);
    }

    @Test
    void refusesADecompressionBomb() throws Exception {
        assertProblem(red.send(Images.bomb(30_000, 30_000), "/red?user_id=ann"), 413, "image");
    }

    @Test
    void describesItself() {
        var description = Red.json(red.get("/v3/api-docs"));

        var content = description.at("/paths/~1red/post/requestBody/content");
        assertThat(content.propertyNames()).contains("application/octet-stream", "multipart/form-data");
        assertThat(description.at("/components/schemas/MeasuredImage/properties").propertyNames())
                .containsExactlyInAnyOrder("event_id", "user_id", "red_value", "when");
        assertThat(red.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(red.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
    }

    @Test
    void answersOtherMethodsWithAProblem() {
        assertThat(red.get("/red").statusCode()).isEqualTo(405);
        assertThat(red.get("/red").headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static void isTooLarge(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String field) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Red.json(answer).at("/errors/0/field").stringValue()).isEqualTo(field);
    }
}
