package org.redstats.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service as a process of its own, on the Java that runs this; it ends with this one, however this one ends. */
public final class ServiceProcess implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int SECONDS_TO_STOP = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** The keyboard's Ctrl-C reaches every process of the terminal; a service waits to be stopped by its owner. */
    private static final List<String> DEAF_TO_THE_KEYBOARD = List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    /** Waits for the end of its owner, which closes its input, and ends the service then. */
    private static final String GUARD = "trap '' INT HUP; read -r line; kill \"$0\"";

    private final Path log;
    private final int port;
    private final int managementPort;
    private final ProcessBuilder builder;
    private final Process process;
    private final Process guard;

    private ServiceProcess(Path log, int port, int managementPort, ProcessBuilder builder) {
        this.log = log;
        this.port = port;
        this.managementPort = managementPort;
        this.builder = builder;
        try {
            process = builder.start();
            guard = new ProcessBuilder("sh", "-c", GUARD, Long.toString(process.pid())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a service on a free port; returns before it is ready.
     *
     * @param java what follows {@code java} on the command line
     * @param settings environment variables; a {@code MANAGEMENT_SERVER_PORT} of 0 asks for a port apart from the
     *        service's own
     * @param log the file that gets what it prints
     */
    public static ServiceProcess start(List<String> java, Map<String, String> settings, Path log) {
        var port = FreePort.find();
        var managementPort = "0".equals(settings.get("MANAGEMENT_SERVER_PORT")) ? FreePort.find() : port;
        var command = new ArrayList<>(DEAF_TO_THE_KEYBOARD);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        var environment = new HashMap<>(settings);
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("MANAGEMENT_SERVER_PORT", Integer.toString(managementPort));
        var builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(new File("/dev/null")).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new ServiceProcess(log, port, managementPort, builder);
    }

    /** Ends it in order, and starts it anew at the same address; returns before it is ready. */
    public ServiceProcess restarted() {
        close();
        return startedAgain();
    }

    /** Starts it anew at the same address once it has ended; returns before it is ready. */
    public ServiceProcess startedAgain() {
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new ServiceProcess(log, port, managementPort, builder);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    public long pid() {
        return process.pid();
    }

    /**
     * Whether the service says that it is ready; one that says nothing for 10 s is not.
     *
     * @throws IllegalStateException when it has ended
     */
    public boolean ready() {
        requireAlive();
        try {
            return HTTP
                    .send(HttpRequest.newBuilder(actuator("health/readiness")).timeout(PATIENCE).build(),
                            BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException when it has ended */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("a service ended with " + process.exitValue() + ", see " + log);
        }
    }

    /**
     * Waits until it ends by itself.
     *
     * @throws IllegalStateException when it does not end in time, or not with 0
     */
    public void awaitEnd(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("a program has not ended after " + patience + ", see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("a program ended with " + process.exitValue() + ", see " + log);
        }
    }

    /** The address of an endpoint of its actuator, such as {@code health} or {@code prometheus}. */
    public URI actuator(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + "/actuator/" + path);
    }

    /** Ends it at once, as {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
            dismissGuard();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins its orderly end without waiting for it. */
    public void askToStop() {
        process.destroy();
    }

    /** Ends it in order, by force when it takes too long. */
    @Override
    public void close() {
        askToStop();
        try {
            if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            dismissGuard();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dismissGuard() throws InterruptedException {
        guard.destroy();
        guard.waitFor();
    }
}
