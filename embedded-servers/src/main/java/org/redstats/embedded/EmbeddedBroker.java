package org.redstats.embedded;

import java.util.Map;

import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.model.SystemConfig;

/**
 * An AMQP 0-9-1 broker in this process: Apache Qpid Broker-J, everything in memory.
 *
 * <p>It differs from RabbitMQ: {@code x-} arguments of queues are accepted and ignored, and nothing survives
 * {@link #close()}. Whoever tests faults or queue limits wants the real one.
 */
public final class EmbeddedBroker implements AutoCloseable {
    public static final String USER = "guest";
    public static final String PASSWORD = "guest";

    private final SystemLauncher launcher;
    private final BrokerStart started;
    private final int port;

    private EmbeddedBroker(SystemLauncher launcher, BrokerStart started, int port) {
        this.launcher = launcher;
        this.started = started;
        this.port = port;
    }

    /**
     * Starts a broker on 127.0.0.1 whose default virtual host answers to {@code /}.
     *
     * @param port 0 for any free one
     */
    public static EmbeddedBroker start(int port) {
        int chosen = FreePort.choose(port);
        QuietLogs.limitToWarnings("org.apache.qpid", "qpid");
        BrokerStart start = new BrokerStart();
        SystemLauncher launcher = new SystemLauncher(start);
        try {
            launcher.startup(configuration(chosen));
            start.requireSuccess();
            start.leaveTheEndToTheOwner();
        } catch (Exception e) {
            launcher.shutdown();
            throw new IllegalStateException("the embedded broker does not start on port " + chosen, e);
        }
        return new EmbeddedBroker(launcher, start, chosen);
    }

    public int port() {
        return port;
    }

    /** Returns how many messages the queue holds, delivered and not yet acknowledged ones among them; 0 without it. */
    public long waiting(String queue) {
        return started.queues().filter(each -> each.getName().equals(queue)).mapToLong(Queue::getQueueDepthMessages)
                .sum();
    }

    /** Whether somebody consumes from a queue whose name begins so. */
    public boolean isRead(String prefix) {
        return started.queues().anyMatch(each -> each.getName().startsWith(prefix) && each.getConsumerCount() > 0);
    }

    @Override
    public void close() {
        launcher.shutdown();
    }

    private static Map<String, Object> configuration(int port) {
        return Map.of("type", "Memory", //
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT, false, //
                SystemConfig.INITIAL_CONFIGURATION_LOCATION, "classpath:org/redstats/embedded/broker.json", //
                "preferenceStoreAttributes", Map.of("type", "Noop"), //
                "context", Map.of("red.port", Integer.toString(port), //
                        "qpid.broker_status_updates", "false", //
                        "queue.behaviourOnUnknownDeclareArgument", "IGNORE"));
    }
}
