package org.redstats.system;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/** What counts once, and where the borders are. */
class DeliverySemanticsTests {

    private static final Pattern COUNT = Pattern.compile("(\\d+) images?");

    private final RedStats redStats = RedStats.running();

    @Test
    void twoInstancesStoreEachEventOnceAndBothPushIt() {
        var user = newUser();
        var notify = redStats.instances("red-stat-notify");
        var ids = IntStream.range(0, 500).mapToObj(i -> UUID.randomUUID()).toList();

        try (var one = redStats.socket(notify.getFirst(), 0.5, user);
                var two = redStats.socket(notify.getLast(), 0.5, user)) {
            ids.forEach(id -> redStats.broker().publish(event(id, user, 0.75, Instant.now())));

            var expected = ids.stream().map(UUID::toString).toList();
            await().atMost(PATIENCE).until(() -> one.alerts().size() >= ids.size());
            await().atMost(PATIENCE).until(() -> two.alerts().size() >= ids.size());
            await().atMost(PATIENCE).until(() -> redStats.total(user) >= ids.size());
            assertThat(one.alertedIds()).isEqualTo(expected);
            assertThat(two.alertedIds()).isEqualTo(expected);
            assertThat(redStats.total(user)).isEqualTo(ids.size());
        }
    }

    @Test
    void twoInstancesMailEachMatchToEachSubscriberOnce() {
        var user = newUser();
        IntStream.range(0, 20).forEach(i -> redStats.subscribe(i + user + "@example.org", 0.5, user, "PT1S"));

        IntStream.range(0, 30).forEach(i -> redStats.broker().publish(event(user, 0.75)));

        for (var i = 0; i < 20; i++) {
            var email = i + user + "@example.org";
            await().atMost(PATIENCE).until(() -> matchesToldTo(email) >= 30);
            assertThat(matchesToldTo(email)).isEqualTo(30);
        }
    }

    @Test
    void aRedeliveredEventCountsOnceIsMailedOnceAndPushedOnce() {
        var user = newUser();
        var email = user + "@example.org";
        redStats.subscribe(email, 0.5, user, "PT0S");
        var repeated = event(UUID.randomUUID(), user, 0.75, Instant.parse("2026-01-01T00:00:00Z"));
        var last = event(UUID.randomUUID(), user, 0.85, Instant.parse("2026-01-01T00:00:01Z"));

        try (var socket = redStats.socket(0.5, user)) {
            IntStream.range(0, 5).forEach(i -> redStats.broker().publish(repeated));
            await().atMost(PATIENCE).until(() -> matchesToldTo(email) == 1);
            redStats.broker().publish(repeated);
            redStats.broker().publish(last);

            await().atMost(PATIENCE).until(() -> matchesToldTo(email) >= 2);
            await().atMost(PATIENCE).until(() -> total2026(user) >= 2);
            await().atMost(PATIENCE).until(() -> socket.alerts().size() >= 2);
            assertThat(matchesToldTo(email)).isEqualTo(2);
            assertThat(total2026(user)).isEqualTo(2);
            assertThat(socket.alerts()).hasSize(2);
        }
    }

    @Test
    void aWindowIncludesItsStartAndExcludesItsEnd() {
        var user = newUser();
        for (var when : new String[]{"09:59:59.999999", "10:00:00", "10:30:00", "10:59:59.999999", "11:00:00"}) {
            redStats.broker().publish(event(UUID.randomUUID(), user, 0.5, Instant.parse("2026-02-01T" + when + "Z")));
        }
        await().atMost(PATIENCE).until(() -> total2026(user) == 5);

        var hour = redStats.stat(user, Map.of("from", "2026-02-01T10:00:00Z", "to", "2026-02-01T11:00:00Z"));

        assertThat(hour.get("total").asLong()).isEqualTo(3);
        assertThat(hour.get("above").isNull()).isTrue();
    }

    @Test
    void redderThanIsStrict() {
        var user = newUser();
        var email = user + "@example.org";
        redStats.subscribe(email, 0.5, user, "PT0S");

        try (var socket = redStats.socket(0.5, user)) {
            redStats.broker().publish(event(user, 0.5));
            redStats.broker().publish(event(user, Math.nextUp(0.5)));

            await().atMost(PATIENCE).until(() -> redStats.total(user) == 2);
            await().atMost(PATIENCE).until(() -> !socket.alerts().isEmpty());
            await().atMost(PATIENCE).until(() -> matchesToldTo(email) >= 1);
            assertThat(redStats.stat(user, Map.of("red_threshold", "0.5")).get("above").asLong()).isEqualTo(1);
            assertThat(socket.alerts()).singleElement()
                    .satisfies(alert -> assertThat(alert.get("red_value").asDouble()).isEqualTo(Math.nextUp(0.5)));
            assertThat(matchesToldTo(email)).isEqualTo(1);
        }
    }

    private long total2026(String user) {
        return redStats.stat(user, Map.of("from", "2026-01-01T00:00:00Z", "to", "2027-01-01T00:00:00Z"))
                .get("total").asLong();
    }

    // The subject begins with how many images the mail tells of.
    private int matchesToldTo(String email) {
        return redStats.mailsTo(email).stream().mapToInt(DeliverySemanticsTests::count).sum();
    }

    private static int count(JsonNode mail) {
        var matcher = COUNT.matcher(mail.get("Subject").asString());
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
