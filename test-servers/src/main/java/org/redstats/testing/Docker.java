package org.redstats.testing;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

import org.testcontainers.DockerClientFactory;

/** Whether a Docker daemon answers; found out without the long patience of Testcontainers where there is none. */
final class Docker {
    private Docker() {}

    static boolean isRunning() {
        boolean likely = System.getenv("DOCKER_HOST") != null || Stream
                .of("/var/run/docker.sock", System.getProperty("user.home") + "/.docker/run/docker.sock",
                        Objects.requireNonNullElse(System.getenv("XDG_RUNTIME_DIR"), "/nonexistent") + "/docker.sock")
                .anyMatch(Docker::answers);
        return likely && DockerClientFactory.instance().isDockerAvailable();
    }

    private static boolean answers(String socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(Path.of(socket)))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
