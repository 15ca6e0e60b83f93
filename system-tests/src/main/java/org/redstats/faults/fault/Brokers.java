package org.redstats.faults.fault;

import java.util.List;
import java.util.function.Consumer;

import org.redstats.testing.TestBroker;

/** A RabbitMQ that blocks its publishers. */
public final class Brokers {

    private Brokers() {}

    public static List<Fault> all() {
        return List.of(
                alarm("memory-alarm", "RabbitMQ is out of memory and blocks its publishers",
                        TestBroker::raiseMemoryAlarm,
                        TestBroker::clearMemoryAlarm),
                alarm("disk-alarm", "RabbitMQ is out of disk and blocks its publishers", TestBroker::raiseDiskAlarm,
                        TestBroker::clearDiskAlarm));
    }

    private static Fault alarm(String name, String meaning, Consumer<TestBroker> raise, Consumer<TestBroker> clear) {
        return new Harm(name, meaning, round -> {
            var server = round.scene().broker().server();
            try {
                raise.accept(server);
                round.whileItLasts();
            } finally {
                clear.accept(server);
            }
        });
    }
}
