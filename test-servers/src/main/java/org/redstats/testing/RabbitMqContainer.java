package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.SocketFactory;

import org.jspecify.annotations.Nullable;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

/** RabbitMQ in a container, on a port of the host that stays the same over a restart. */
final class RabbitMqContainer implements BrokerNode {
    static final String IMAGE = "rabbitmq:4-management";
    private static final int PORT = 5672;
    private static final int TLS_PORT = 5671;
    private static final String TLS_FOLDER = "/etc/rabbitmq/tls";

    private final RabbitMQContainer container;
    private final int port;
    private final SocketFactory sockets;

    private RabbitMqContainer(RabbitMQContainer container, int port, SocketFactory sockets) {
        this.container = container;
        this.port = port;
        this.sockets = sockets;
    }

    static RabbitMqContainer start(String configuration, @Nullable TestCertificate certificate) {
        int port = FreePort.find();
        RabbitMQContainer container = new RabbitMQContainer(DockerImageName.parse(IMAGE));
        container.setPortBindings(List.of(port + ":" + (certificate == null ? PORT : TLS_PORT)));
        container.withCopyToContainer(
                Transferable.of(configuration
                        + (certificate == null ? "" : RabbitMqTls.only(Integer.toString(TLS_PORT), TLS_FOLDER))),
                "/etc/rabbitmq/conf.d/30-test.conf");
        if (certificate != null) {
            certificate.files().forEach(
                    (name, pem) -> container.withCopyToContainer(Transferable.of(pem), TLS_FOLDER + "/" + name));
        }
        container.start();
        return new RabbitMqContainer(container, port,
                certificate == null ? SocketFactory.getDefault() : certificate.forClients().getSocketFactory());
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
        Amqp.awaitAnswer(host(), port, sockets);
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
    public void present(TestCertificate certificate) {
        certificate.files()
                .forEach((name, pem) -> container.copyFileToContainer(Transferable.of(pem), TLS_FOLDER + "/" + name));
        control("eval", RabbitMqTls.READ_AGAIN);
    }

    @Override
    public void close() {
        container.stop();
    }
}
