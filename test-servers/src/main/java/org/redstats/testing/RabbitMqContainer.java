package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;

import org.testcontainers.images.builder.Transferable;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** RabbitMQ in a container, on a port of the host that stays the same over a restart. */
final class RabbitMqContainer implements BrokerNode {
    static final String IMAGE = "rabbitmq:4-management";

    private final RabbitMQContainer container;
    private final int port;

    private RabbitMqContainer(RabbitMQContainer container, int port) {
        this.container = container;
        this.port = port;
    }

    static RabbitMqContainer start(String configuration) {
        int port = FreePort.find();
        RabbitMQContainer container = new RabbitMQContainer(DockerImageName.parse(IMAGE));
        container.setPortBindings(List.of(port + ":5672"));
        container.withCopyToContainer(Transferable.of(configuration), "/etc/rabbitmq/conf.d/30-test.conf");
        container.start();
        return new RabbitMqContainer(container, port);
    }

    @Override
    public TestBroker.Kind kind() {
        return TestBroker.Kind.CONTAINER;
    }

    @Override
    public String host() {
        return container.getHost();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void startAgain() {
        container.getDockerClient().startContainerCmd(container.getContainerId()).exec();
        Amqp.awaitAnswer(host(), port);
    }

    @Override
    public void control(String... arguments) {
        try {
            var result = container.execInContainer(
                    Stream.concat(Stream.of("rabbitmqctl"), Stream.of(arguments)).toArray(String[]::new));
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("rabbitmqctl failed: " + result.getStderr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during rabbitmqctl", e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
