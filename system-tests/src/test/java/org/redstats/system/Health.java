package org.redstats.system;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.redstats.testing.ServiceProcess;

import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/** What must be as before when all of an attack is over. */
final class Health {

    private final RedStats redStats;
    private final Map<ServiceProcess, Footprint> before = new LinkedHashMap<>();

    private Health(RedStats redStats) {
        this.redStats = redStats;
    }

    /** @param modules those that are attacked; of two instances one is looked at, for each look takes a second */
    static Health before(RedStats redStats, String... modules) {
        var health = new Health(redStats);
        Stream.of(modules).map(module -> redStats.instances(module).getFirst())
                .forEach(service -> health.before.put(service, Footprint.of(service)));
        return health;
    }

    /** Fails unless an ordinary event goes its whole way and no service takes more than it did. */
    void isAsBefore() {
        assertThatAnEventGoesItsWholeWay(redStats);
        before.forEach((service, footprint) -> footprint.awaitAgain(service));
    }

    private static void assertThatAnEventGoesItsWholeWay(RedStats redStats) {
        var user = newUser();
        var email = user + "@example.org";
        redStats.subscribe(email, 0.5, user, "PT0S");
        try (var socket = redStats.socket(0.5, user)) {
            redStats.broker().publish(event(user, 0.75));

            await().atMost(PATIENCE).until(() -> socket.alerts().size() == 1);
            await().atMost(PATIENCE).until(() -> redStats.total(user) == 1);
            await().atMost(PATIENCE).until(() -> redStats.mailsTo(email).size() == 1);
        }
    }
}
