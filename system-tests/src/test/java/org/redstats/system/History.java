package org.redstats.system;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import static org.redstats.system.Events.event;

/** A day of images as users might have sent them, always the same but for its end, which is now. */
final class History {

    static final List<String> USERS = List.of("ann", "bob", "cleo", "dan", "eve", "finn", "gia", "hugo");

    private static final int IMAGES = 1500;
    private static final long SEED = 7;

    private History() {}

    static void publish(Broker broker) {
        var random = new Random(SEED);
        var now = Instant.now();
        IntStream.range(0, IMAGES).forEach(i -> {
            var ago = Duration.ofSeconds((long) (86_400 * busy(random)));
            var red = Math.min(1, Math.abs(random.nextDouble() < 0.75
                    ? random.nextGaussian() * 0.16 : 0.52 + random.nextGaussian() * 0.17));
            broker.publish(event(UUID.randomUUID(), USERS.get(random.nextInt(USERS.size())), red, now.minus(ago)));
        });
    }

    /** Some hours of a day have more images than others. */
    private static double busy(Random random) {
        while (true) {
            var at = random.nextDouble();
            if (random.nextDouble() < 0.25 + 0.75 * Math.pow(Math.sin(Math.PI * (at * 1.6 + 0.15)), 2)) {
                return at;
            }
        }
    }
}
