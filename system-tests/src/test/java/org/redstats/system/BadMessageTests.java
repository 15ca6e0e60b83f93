package org.redstats.system;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/** What cannot be read is set aside with the reason, and harms nobody. */
class BadMessageTests {

    private static final String TOO_FAR_AHEAD = "2999-01-01T00:00:00Z";

    // Body, and how the reason begins.
    private static final Map<String, String> BAD = Map.ofEntries(
            Map.entry("", "body"),
            Map.entry("{\"user_id\":", "body"),
            Map.entry("[\"ann\",0.5]", "body"),
            Map.entry("{\"user_id\":\"Zo\u00eb\",\"red_value\":0.5}", "body"),
            Map.entry("{\"red_value\":0.5}", "user_id"),
            Map.entry("{\"user_id\":\"\",\"red_value\":0.5}", "user_id"),
            Map.entry("{\"user_id\":\"ann\"}", "red_value"),
            Map.entry("{\"user_id\":\"ann\",\"red_value\":\"0.5\"}", "red_value"),
            Map.entry("{\"user_id\":\"ann\",\"red_value\":-1}", "red_value"),
            Map.entry("{\"user_id\":\"ann\",\"red_value\":0.5,\"event_id\":\"seven\"}", "event_id"),
            Map.entry("{\"user_id\":\"ann\",\"red_value\":0.5,\"when\":\"noon\"}", "when"),
            Map.entry("{\"user_id\":\"ann\",\"red_value\":0.5,\"when\":\"" + TOO_FAR_AHEAD + "\"}", "when"));

    private final RedStats redStats = RedStats.running();

    @ParameterizedTest
    @ValueSource(strings = {"red.store.dead", "red.subscribe.dead"})
    void eachBadMessageIsInTheDeadQueueWithItsReasonAndTheGoodOnesAreUnharmed(String deadQueue) {
        var user = newUser();
        var email = user + "@example.org";
        redStats.subscribe(email, 0.5, user, "PT0S");
        drain(deadQueue);

        try (var socket = redStats.socket(0.5, user)) {
            for (var bad : BAD.keySet()) {
                redStats.broker().publish(event(user, 0.75));
                // As Latin-1 all but one of them are the same bytes as in UTF-8; that one is not UTF-8.
                redStats.broker().publish(bad.getBytes(ISO_8859_1), new BasicProperties());
            }
            redStats.broker().publish(event(UUID.randomUUID(), user, 0.75, Instant.now()));

            var good = BAD.size() + 1;
            var reasons = new HashMap<String, String>();
            await().atMost(PATIENCE).until(() -> {
                reasons.putAll(drain(deadQueue));
                return reasons.size() == BAD.size();
            });
            reasons.forEach((body, reason) -> assertThat(reason).as(body).startsWith(BAD.get(body) + " "));
            await().atMost(PATIENCE).until(() -> redStats.total(user) == good);
            await().atMost(PATIENCE).until(() -> socket.alerts().size() == good);
            await().atMost(PATIENCE).until(() -> !redStats.mailsTo(email).isEmpty());
        }
    }

    private Map<String, String> drain(String queue) {
        var reasons = new HashMap<String, String>();
        for (var message = redStats.broker().take(queue); message != null; message = redStats.broker().take(queue)) {
            reasons.put(new String(message.getBody(), ISO_8859_1),
                    String.valueOf(message.getProps().getHeaders().get("red-reason")));
        }
        return reasons;
    }
}
