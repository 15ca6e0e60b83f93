package org.redstats.testing;

/** One running broker, whatever it is made of. */
interface BrokerNode extends AutoCloseable {
    TestBroker.Kind kind();

    String host();

    int port();

    void stop();

    /** Ends it at once, as {@code kill -9} does. */
    void kill();

    void startAgain();

    /** Runs {@code rabbitmqctl} on it. */
    void control(String... arguments);

    /** Shows another certificate to everybody from now on, and lets everybody connect again; only where there is TLS. */
    void present(TestCertificate certificate);

    @Override
    void close();
}
