package org.redstats.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import com.rabbitmq.client.AMQP.BasicProperties;
import org.junit.jupiter.api.Test;
import org.redstats.testing.RequiresRabbitMq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;

/** Messages by chance, and the worst that a broker takes: none of them stops a reader. */
class FuzzedMessagesTests {

    private static final int MEGABYTE = 1024 * 1024;
    private static final int DEEPER_THAN_A_STACK = 6_000;

    private final RedStats redStats = RedStats.running();

    @Test
    void goesOnAfterAnyBodyAndAnyProperties() {
        var health = Health.before(redStats, "red-stat-store", "red-stat-subscribe", "red-stat-notify");

        new Fuzz("messages", 2_000).repeat(random -> redStats.broker().publish(body(random), properties(random)));

        health.isAsBefore();
    }

    @Test
    void goesOnAfterLargeMessages() {
        var health = Health.before(redStats, "red-stat-store", "red-stat-subscribe", "red-stat-notify");

        // Of what a reader fetches ahead it holds no more than it has memory for.
        for (var i = 0; i < 12; i++) {
            redStats.broker().publish(large("\"" + "x".repeat(10 * MEGABYTE) + "\""), new BasicProperties());
        }
        redStats.broker().publish(large("[" + "[],".repeat(5 * MEGABYTE) + "[]]"), new BasicProperties());
        redStats.broker().publish(large("\"" + "x".repeat(15 * MEGABYTE) + "\""), new BasicProperties());
        redStats.broker().publish("[".repeat(15 * MEGABYTE).getBytes(UTF_8), new BasicProperties());

        health.isAsBefore();
    }

    @Test
    @RequiresRabbitMq // the embedded broker itself does not survive such headers
    void goesOnAfterHeadersThatAreNestedMoreDeeplyThanAStack() throws InterruptedException {
        var health = Health.before(redStats, "red-stat-store", "red-stat-subscribe", "red-stat-notify");
        var properties = new BasicProperties.Builder().headers(Map.of("deep", nested(DEEPER_THAN_A_STACK))).build();

        // The client library writes them by recursion.
        var sender = new Thread(null, () -> redStats.broker().publish("[]".getBytes(UTF_8), properties), "sender",
                1024L * MEGABYTE);
        sender.start();
        sender.join();

        health.isAsBefore();
    }

    private static byte[] large(String value) {
        return ("{\"padding\":" + value + ",\"user_id\":\"" + newUser() + "\",\"red_value\":0.25}").getBytes(UTF_8);
    }

    private static Object nested(int depth) {
        Object value = "end";
        for (var i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static byte[] body(Random random) {
        var body = event(newUser(), random.nextDouble()).getBytes(UTF_8);
        switch (random.nextInt(6)) {
            case 0 -> random.nextBytes(body);
            case 1 -> {
                return Fuzz.nasty(random).getBytes(UTF_8);
            }
            case 2 -> {
                return ("{\"user_id\":\"" + escaped(Fuzz.nasty(random)) + "\",\"red_value\":" + Fuzz.nasty(random)
                        + ",\"when\":\"" + escaped(Fuzz.nasty(random)) + "\"}").getBytes(UTF_8);
            }
            case 3 -> {
                return ("{\"user_id\":\"" + escaped(Fuzz.nasty(random)) + "\",\"red_value\":0.25}").getBytes(UTF_8);
            }
            default -> {
                for (var i = random.nextInt(4); i > 0; i--) {
                    body[random.nextInt(body.length)] = (byte) random.nextInt();
                }
            }
        }
        return body;
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append("\\u%04x".formatted(c)));
        return escaped.toString();
    }

    private static BasicProperties properties(Random random) {
        var properties = new BasicProperties.Builder().headers(headers(random));
        if (random.nextBoolean()) {
            properties.messageId(cut(Fuzz.nasty(random)));
        }
        if (random.nextBoolean()) {
            properties.timestamp(Date.from(Instant.ofEpochSecond(random.nextInt(4) == 0 ? random.nextLong()
                    / 1_000_000 : Instant.now().getEpochSecond())));
        }
        if (random.nextBoolean()) {
            properties.contentType(cut(Fuzz.nasty(random))).contentEncoding(cut(Fuzz.nasty(random)))
                    .type(cut(Fuzz.nasty(random))).appId(cut(Fuzz.nasty(random)))
                    .correlationId(cut(Fuzz.nasty(random))).replyTo(cut(Fuzz.nasty(random)));
        }
        return properties.priority(random.nextInt(256)).deliveryMode(1 + random.nextInt(2)).build();
    }

    // What fits into a short string of the protocol.
    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), 60));
    }

    private static Map<String, Object> headers(Random random) {
        var headers = new HashMap<String, Object>();
        for (var i = random.nextInt(4); i > 0; i--) {
            var name = Fuzz
                    .oneOf(List.of("red-reason", "red-message-id", "x-death", "x-delivery-count", "springBatchFormat",
                            "__TypeId__", "amqp_batchSize", "a\nb", "trace"), random);
            headers.put(name, header(random, 4));
        }
        return headers;
    }

    private static Object header(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt();
            case 2 -> random.nextBoolean();
            case 3 -> random.nextDouble();
            case 4 -> Date.from(Instant.ofEpochMilli(random.nextLong() / 1_000_000));
            case 5 -> new byte[random.nextInt(1_000)];
            case 6 -> Fuzz.nasty(random);
            case 7 -> new ArrayList<>(List.of(header(random, depth - 1), header(random, depth - 1)));
            default -> new HashMap<>(Map.of("inner", header(random, depth - 1)));
        };
    }
}
