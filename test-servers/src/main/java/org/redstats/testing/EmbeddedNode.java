package org.redstats.testing;

import org.redstats.embedded.EmbeddedBroker;

/** The broker inside this JVM; it cannot be stopped and keep anything. */
final class EmbeddedNode implements BrokerNode {
    private final EmbeddedBroker broker = EmbeddedBroker.start(0);

    @Override
    public TestBroker.Kind kind() {
        return TestBroker.Kind.EMBEDDED;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("the embedded broker would lose its queues");
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("the embedded broker would lose its queues");
    }

    @Override
    public void startAgain() {
        throw new UnsupportedOperationException("the embedded broker would lose its queues");
    }

    @Override
    public void control(String... arguments) {
        throw new UnsupportedOperationException("The embedded broker is no RabbitMQ");
    }

    @Override
    public void present(TestCertificate certificate) {
        throw new UnsupportedOperationException("The embedded broker has no TLS");
    }

    @Override
    public void close() {
        broker.close();
    }
}
