package org.redstats.system;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/** A picture goes in; it is counted, mailed and pushed. */
class WholeWayTests {

    private final RedStats redStats = RedStats.running();

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void aPictureIsMeasuredCountedMailedAndPushed(String format) {
        var user = newUser();
        var email = user + "@example.org";
        redStats.subscribe(email, 0.5, user, "PT0S");

        try (var socket = redStats.socket(0.5, user)) {
            var measured = redStats.json(redStats.send(redStats.request("/red")
                    .header("X-User-Id", user)
                    .header("Content-Type", "application/octet-stream")
                    .POST(BodyPublishers.ofByteArray(Pictures.red(format)))));

            assertThat(measured.get("user_id").asString()).isEqualTo(user);
            assertThat(measured.get("red_value").asDouble()).isBetween(0.95, 1.0);
            await().atMost(PATIENCE).until(() -> socket.alerts().size() == 1);
            assertThat(socket.alerts().getFirst()).isEqualTo(measured);
            await().atMost(PATIENCE).until(() -> redStats.total(user) == 1);
            assertThat(redStats.stat(user, Map.of("red_threshold", "0.5")).get("above").asLong()).isEqualTo(1);
            await().atMost(PATIENCE).until(() -> redStats.mailsTo(email).size() == 1);
            assertThat(redStats.mailsTo(email).getFirst().get("Text").asString()).contains(user);
        }
    }
}
