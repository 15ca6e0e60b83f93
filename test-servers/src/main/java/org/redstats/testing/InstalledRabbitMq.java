package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.SocketFactory;

import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** A private node of the RabbitMQ that is installed here: its own ports, data, cookie and port mapper. */
final class InstalledRabbitMq implements BrokerNode {
    private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private static final Path CONTROL = PROGRAM.resolveSibling("rabbitmqctl");

    /** Runs beside the node and ends it on a line, or with everything when the test's JVM is gone. */
    private static final String WARDEN = """
            trap '' INT HUP
            read -r order; orphaned=$?
            pid=$(cat node.pid)
            kill -TERM "$pid" && while kill -0 "$pid"; do sleep 0.1; done
            epmd -kill
            [ "$orphaned" = 0 ] || rm -rf "$PWD"
            """;

    private final Path folder;
    private final int port = FreePort.find();
    private final int distributionPort = FreePort.find();
    private final int mapperPort = FreePort.find();
    private final @Nullable TestCertificate certificate;
    private @Nullable Process warden;

    private InstalledRabbitMq(Path folder, @Nullable TestCertificate certificate) {
        this.folder = folder;
        this.certificate = certificate;
    }

    static boolean isInstalled() {
        return Files.isExecutable(PROGRAM);
    }

    static InstalledRabbitMq start(String configuration, @Nullable TestCertificate certificate) {
        try {
            Path folder = Files.createTempDirectory("red-rabbitmq-");
            Files.writeString(folder.resolve("enabled_plugins"), "[].");
            InstalledRabbitMq node = new InstalledRabbitMq(folder, certificate);
            if (certificate != null) {
                certificate.writeTo(folder);
            }
            Files.writeString(folder.resolve("rabbitmq.conf"), configuration + (certificate == null ? ""
                    : RabbitMqTls.only(node.host() + ":" + node.port, folder.toString())));
            node.startAgain();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public TestBroker.Kind kind() {
        return TestBroker.Kind.INSTALLED;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void startAgain() {
        try {
            Files.deleteIfExists(folder.resolve("node.pid"));
            run(PROGRAM.toString()).getOutputStream().close();
            warden = run("sh", "-c", WARDEN);
            Amqp.awaitAnswer(host(), port,
                    certificate == null ? SocketFactory.getDefault() : certificate.forClients().getSocketFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
    }

    @Override
    public void kill() {
        try {
            var pid = Long.parseLong(Files.readString(folder.resolve("node.pid")).strip());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            Amqp.awaitEnd(host(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stop(); // what is left: the port mapper, and who would have ended the node
    }

    @Override
    public void stop() {
        if (warden == null) {
            return;
        }
        try {
            warden.outputWriter(StandardCharsets.US_ASCII).append("stop\n").close();
            if (!warden.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("RabbitMQ does not stop, see " + folder);
            }
            warden = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while RabbitMQ stops", e);
        }
    }

    @Override
    public void control(String... arguments) {
        try {
            Process control = run(Stream.concat(Stream.of(CONTROL.toString()), Stream.of(arguments))
                    .toArray(String[]::new));
            if (control.waitFor() != 0) {
                throw new IllegalStateException("rabbitmqctl failed, see " + folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during rabbitmqctl", e);
        }
    }

    @Override
    public void present(TestCertificate other) {
        other.writeTo(folder);
        control("eval", RabbitMqTls.READ_AGAIN);
    }

    @Override
    public void close() {
        stop();
        try {
            run("rm", "-rf", folder.toString()).waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile()));
        builder.environment().putAll(environment());
        if (certificate == null) {
            builder.environment().put("RABBITMQ_NODE_PORT", Integer.toString(port));
        }
        return builder.start();
    }

    private Map<String, String> environment() {
        return Map.ofEntries(Map.entry("RABBITMQ_NODENAME", "red-" + port + "@localhost"),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", host()),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distributionPort)),
                Map.entry("ERL_EPMD_PORT", Integer.toString(mapperPort)), Map.entry("ERL_EPMD_ADDRESS", host()),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry("RABBITMQ_PID_FILE", folder.resolve("node.pid").toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq").toString()),
                Map.entry("RABBITMQ_GENERATED_CONFIG_DIR", folder.resolve("config").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"), Map.entry("HOME", folder.toString()));
    }
}
