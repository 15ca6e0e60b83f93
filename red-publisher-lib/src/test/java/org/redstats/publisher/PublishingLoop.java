package org.redstats.publisher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Publishes with a spool as fast as it can until it is killed, and prints a line for each event that is safe. */
final class PublishingLoop {

    /** Before the reason of an event that is not safe. */
    static final String NOT_SAFE = "! ";

    private PublishingLoop() {}

    public static void main(String[] arguments) {
        var publisher = RedPublisher.builder(TestQueue.factory(arguments[0], Integer.parseInt(arguments[1])))
                .spool(Path.of(arguments[2]))
                .confirmTimeout(Duration.ofSeconds(10))
                .build();
        var first = Integer.parseInt(arguments[3]);
        for (var user = 0; user < 3; user++) {
            var userId = "user-" + user;
            Thread.ofPlatform().start(() -> publish(publisher, userId, first));
        }
    }

    private static void publish(RedPublisher publisher, String userId, int first) {
        for (var value = first; value < first + 20_000; value++) {
            try {
                System.out.println(publisher.publish(userId, value).eventId());
            } catch (RedPublishException e) {
                System.out.println(NOT_SAFE + e.reason());
            }
        }
        LockSupport.park();
    }
}
