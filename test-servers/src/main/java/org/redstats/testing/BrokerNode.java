package org.redstats.testing;

/** One running broker, whatever it is made of. */
interface BrokerNode extends AutoCloseable {
    TestBroker.Kind kind();

    String host();

    int port();

    void stop();

    void startAgain();

    /** Runs {@code rabbitmqctl} on it. */
    void control(String... arguments);

    @Override
    void close();
}
