package org.redstats.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One PostgreSQL server on one data folder. */
final class PostgresServer {
    static final String USER = "postgres";
    static final String PASSWORD = "postgres";
    static final String OUTPUT = "server.log";

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final int PATIENCE_SECONDS = 60;

    private final PostgresPrograms programs;
    private final Path dataFolder;
    private final int port;
    private final boolean temporary;
    private @Nullable Process server;
    private @Nullable Process guard;
    private boolean frozen;

    PostgresServer(PostgresPrograms programs, Path dataFolder, int port, boolean temporary) {
        this.programs = programs;
        this.dataFolder = dataFolder;
        this.port = port;
        this.temporary = temporary;
    }

    int port() {
        return port;
    }

    Path dataFolder() {
        return dataFolder;
    }

    synchronized void start() throws IOException, InterruptedException {
        if (!Files.exists(dataFolder.resolve("PG_VERSION"))) {
            initialize();
        }
        removeWhatAKilledProcessLeft();
        Path output = dataFolder.resolve(OUTPUT);
        server = new ProcessBuilder(programs.command("postgres", options())).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())).start();
        guard = guard();
        awaitConnections(server, output);
    }

    synchronized void stop(String mode) throws InterruptedException {
        if (server == null || guard == null) {
            return;
        }
        if (server.isAlive()) {
            thaw();
            programs.run(stopCommand(mode));
            server.waitFor();
        }
        endGuard(guard);
        server = null;
    }

    /** Ends all its processes where they are, as a power cut does. */
    synchronized void kill() throws InterruptedException {
        if (server == null || guard == null) {
            return;
        }
        freeze(); // so that none of them starts another meanwhile
        server.children().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly().waitFor();
        frozen = false;
        endGuard(guard);
        server = null;
    }

    private static void endGuard(Process guard) throws InterruptedException {
        guard.destroy();
        guard.waitFor();
    }

    /** Stops all its processes where they are; connections stay, and nobody is answered. */
    synchronized void freeze() {
        Process first = Objects.requireNonNull(server, "not started");
        signal("-STOP", Stream.of(first.toHandle())); // before the others, lest it start more of them
        signal("-STOP", first.children());
        frozen = true;
    }

    synchronized void thaw() {
        if (frozen && server != null) {
            signal("-CONT", Stream.concat(server.children(), Stream.of(server.toHandle())));
        }
        frozen = false;
    }

    private void signal(String signal, Stream<ProcessHandle> processes) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        processes.map(process -> Long.toString(process.pid())).forEach(command::add);
        programs.run(command);
    }

    /** Whatever interrupts it, there is a whole data folder or none. */
    private void initialize() throws IOException {
        Path unfinished = dataFolder.resolveSibling(dataFolder.getFileName() + ".unfinished");
        if (Files.exists(unfinished)) {
            Folders.delete(unfinished);
        }
        List<String> command = programs.command("initdb", "-D", unfinished.toString(), "-U", USER, "-A", "trust", //
                "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
        if (temporary) {
            command.add("--no-sync");
        }
        programs.run(command);
        Files.move(unfinished, dataFolder, StandardCopyOption.ATOMIC_MOVE);
    }

    private String[] options() {
        return new String[]{"-D", dataFolder.toString(), "-p", Integer.toString(port), //
                "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200", //
                "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "timezone=UTC", "-c", "log_timezone=UTC"};
    }

    private void awaitConnections(Process starting, Path output) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!takesConnections()) {
            if (!starting.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("PostgreSQL does not start:\n" + Files.readString(output));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private boolean takesConnections() {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD)) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    /** The process id in the file may belong to a server that outlived its owner, to somebody else, or to nobody. */
    private void removeWhatAKilledProcessLeft() throws IOException {
        Path pidFile = dataFolder.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        if (orphan(pidFile).isPresent()) {
            log.info("A PostgreSQL that an earlier process left running on {} is stopped", dataFolder);
            programs.run(stopCommand("fast"));
        }
        Files.deleteIfExists(pidFile);
    }

    private static Optional<ProcessHandle> orphan(Path pidFile) throws IOException {
        return Files.readAllLines(pidFile).stream().findFirst().map(Long::valueOf).flatMap(ProcessHandle::of)
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
    }

    /** Waits for the end of this process, however it comes, and then takes the server down. */
    private Process guard() throws IOException {
        String script = "trap '' INT HUP; read -r line; \"$@\"; " + (temporary ? "rm -rf \"$0\"" : "");
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, dataFolder.toString()));
        command.addAll(stopCommand(temporary ? "immediate" : "fast"));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> stopCommand(String mode) {
        return programs.command("pg_ctl", "-D", dataFolder.toString(), "-m", mode, //
                "-w", "-t", Integer.toString(PATIENCE_SECONDS), "stop");
    }
}
