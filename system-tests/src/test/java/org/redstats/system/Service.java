package org.redstats.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** One packaged service as a process of its own. */
final class Service implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final int port;
    private final int managementPort;
    private final Process process;

    private Service(String name, int port, int managementPort, Process process) {
        this.name = name;
        this.port = port;
        this.managementPort = managementPort;
        this.process = process;
    }

    /** Starts the jar of a module; returns before it is ready. */
    static Service start(String module, String name, Map<String, String> settings) {
        var port = freePort();
        var managementPort = module.equals("gateway") ? freePort() : port;
        var environment = new HashMap<>(settings);
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
        var log = Path.of("target", name + ".log").toFile();
        var builder = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-jar", Path.of("..", module, "target", module + ".jar").toString()))
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().putAll(environment);
        try {
            return new Service(name, port, managementPort, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    boolean ready() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with " + process.exitValue() + ", see target/" + name
                    + ".log");
        }
        try {
            return HTTP.send(HttpRequest.newBuilder(actuator("health/readiness")).build(), BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private URI actuator(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + "/actuator/" + path);
    }

    @Override
    public void close() {
        process.destroy();
    }

    // Below the range from which the system takes ports for outgoing connections, so that it stays free until it is used.
    private static int freePort() {
        return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(20_000, 32_000)).filter(Service::isFree)
                .findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
