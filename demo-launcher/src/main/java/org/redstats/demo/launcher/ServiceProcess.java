package org.redstats.demo.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A service running as a process of its own. */
final class ServiceProcess {
    private static final List<String> JVM_OPTIONS = List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:ReservedCodeCacheSize=48m", "-Xss512k", "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final int LAST_LINES = 15;

    private final Service service;
    private final Process process;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private final Thread reader;

    private ServiceProcess(Service service, Process process, Path log, Console console) {
        this.service = service;
        this.process = process;
        this.reader = Thread.ofVirtual().name(service.name()).start(() -> copyOutput(log, console));
    }

    static ServiceProcess start(Service service, Path program, Folders folders, Console console) throws IOException {
        ProcessBuilder builder = Java.program(JVM_OPTIONS, program.resolve(service.module() + ".jar"))
                .directory(folders.root().toFile());
        builder.environment().putAll(service.settings());
        Path log = Files.createDirectories(folders.logs()).resolve(service.name() + ".log");
        return new ServiceProcess(service, builder.start(), log, console);
    }

    Service service() {
        return service;
    }

    long pid() {
        return process.pid();
    }

    CompletableFuture<ServiceProcess> ended() {
        return process.onExit().thenApply(ended -> this);
    }

    /** Says how it ended and what its last words were. */
    String obituary() throws InterruptedException {
        reader.join(2_000);
        synchronized (lastLines) {
            return service.name() + " ended with exit code " + process.exitValue() + "; its last lines:\n    "
                    + String.join("\n    ", lastLines);
        }
    }

    /** Unlike {@code Process.destroy} this leaves its output open, for its last words. */
    void askToStop() {
        process.toHandle().destroy();
    }

    void awaitStop() throws InterruptedException {
        if (!process.waitFor(12, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private void copyOutput(Path log, Console console) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter file = new PrintWriter(Files.newBufferedWriter(log), true)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.println(line);
                if (!line.isBlank()) {
                    remember(line);
                }
                console.line(service.name(), service.colour(), line);
            }
        } catch (IOException e) {
            console.say("the output of " + service.name() + " is lost: " + e);
        }
    }

    private void remember(String line) {
        synchronized (lastLines) {
            lastLines.add(line);
            if (lastLines.size() > LAST_LINES) {
                lastLines.remove();
            }
        }
    }
}
