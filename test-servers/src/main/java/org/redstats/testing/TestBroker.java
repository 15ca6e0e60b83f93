package org.redstats.testing;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** An AMQP broker for tests: RabbitMQ in a container, else an installed RabbitMQ, else the embedded one. */
public final class TestBroker implements AutoCloseable {
    private static @Nullable TestBroker shared;

    private final BrokerNode node;

    private TestBroker(BrokerNode node) {
        this.node = node;
    }

    /** What a broker is made of. */
    public enum Kind {
        CONTAINER, INSTALLED, EMBEDDED
    }

    /** Returns the one broker of this JVM; it starts on first use and ends with the JVM. */
    public static synchronized TestBroker shared() {
        if (shared == null) {
            shared = new TestBroker(BrokerChoice.startFirst("", null, Kind.values()));
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /**
     * Starts a RabbitMQ of the caller's own, which may be stopped and started again.
     *
     * @throws IllegalStateException where this machine has none; see {@link RequiresRabbitMq}
     */
    public static TestBroker startPrivate() {
        return startPrivate("");
    }

    /**
     * Starts a RabbitMQ of the caller's own that is set up differently.
     *
     * @param configuration lines of a {@code rabbitmq.conf}, such as {@code default_queue_type = quorum}, which only
     *        RabbitMQ 4 knows
     * @throws IllegalStateException where this machine has none, or it does not know the settings
     */
    public static TestBroker startPrivate(String configuration) {
        return new TestBroker(BrokerChoice.startFirst(configuration, null, Kind.CONTAINER, Kind.INSTALLED));
    }

    /**
     * Starts a RabbitMQ of the caller's own that speaks nothing but TLS.
     *
     * @throws IllegalStateException where this machine has none; see {@link RequiresRabbitMq}
     */
    public static TestBroker startPrivate(TestCertificate certificate) {
        return new TestBroker(BrokerChoice.startFirst("", certificate, Kind.CONTAINER, Kind.INSTALLED));
    }

    public String host() {
        return node.host();
    }

    public int port() {
        return node.port();
    }

    public String user() {
        return "guest";
    }

    public String password() {
        return "guest";
    }

    public Kind kind() {
        return node.kind();
    }

    /**
     * Makes a virtual host whose queues are of a type unless they say otherwise.
     *
     * @param queueType {@code classic} or {@code quorum}, also the name of the virtual host
     * @throws UnsupportedOperationException on the embedded broker; see {@link RequiresRabbitMq}
     */
    public void makeVirtualHost(String queueType) {
        node.control("add_vhost", queueType, "--default-queue-type", queueType);
        node.control("set_permissions", "-p", queueType, user(), ".*", ".*", ".*");
    }

    /** Makes a user who may do everything. */
    public void makeUser(String name, String password) {
        node.control("add_user", name, password);
        node.control("set_permissions", name, ".*", ".*", ".*");
    }

    /** Changes it, and lets everybody who is connected connect again. */
    public void changePassword(String user, String password) {
        node.control("change_password", user, password);
        node.control("close_all_connections", "the password is another");
    }

    /** Lets a broker with TLS show another certificate from now on; whoever is connected has to connect again. */
    public void present(TestCertificate certificate) {
        requirePrivate();
        node.present(certificate);
    }

    /** Stops a broker of {@link #startPrivate()}; what is durable stays. */
    public void stop() {
        requirePrivate();
        node.stop();
    }

    /** Ends a broker of {@link #startPrivate()} at once, as {@code kill -9} does; what is durable stays. */
    public void kill() {
        requirePrivate();
        node.kill();
    }

    /** Lets a broker of {@link #startPrivate()} find that it is out of memory, so that it blocks its publishers. */
    public void raiseMemoryAlarm() {
        requirePrivate();
        node.control("set_vm_memory_high_watermark", "0");
    }

    /** Ends what {@link #raiseMemoryAlarm()} began. */
    public void clearMemoryAlarm() {
        requirePrivate();
        node.control("set_vm_memory_high_watermark", "0.4");
    }

    /** Lets a broker of {@link #startPrivate()} find that its disk is full, so that it blocks its publishers. */
    public void raiseDiskAlarm() {
        requirePrivate();
        node.control("set_disk_free_limit", "1000000000000000");
    }

    /** Ends what {@link #raiseDiskAlarm()} began. */
    public void clearDiskAlarm() {
        requirePrivate();
        node.control("set_disk_free_limit", "50000000");
    }

    /** Starts the stopped broker again, on the same port and with what was durable. */
    public void startAgain() {
        requirePrivate();
        node.startAgain();
    }

    @Override
    public void close() {
        node.close();
    }

    private void requirePrivate() {
        if (this == shared) {
            throw new IllegalStateException("the shared broker is not stopped; start a private one");
        }
    }

    /** Points a Spring test at the shared broker. */
    @TestConfiguration(proxyBeanMethods = false)
    public static class Properties {
        @Bean
        static DynamicPropertyRegistrar brokerProperties() {
            return registry -> {
                TestBroker broker = shared();
                registry.add("spring.rabbitmq.host", constant(broker.host()));
                registry.add("spring.rabbitmq.port", constant(broker.port()));
                registry.add("spring.rabbitmq.username", constant(broker.user()));
                registry.add("spring.rabbitmq.password", constant(broker.password()));
            };
        }

        private static Supplier<Object> constant(Object value) {
            return () -> value;
        }
    }
}
