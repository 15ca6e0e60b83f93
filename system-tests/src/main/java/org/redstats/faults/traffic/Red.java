package org.redstats.faults.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * RED, seen from outside: a process that is told what to publish and says what is safe. When it was killed and is started
 * again, it is told once more whatever it had not called safe, as the same events.
 */
public final class Red implements AutoCloseable {

    private static final Pattern SAFE = Pattern.compile("([0-9]+)" + RedProgram.SAFE);

    private final Sent sent;
    private final ProcessBuilder builder;
    private Life life;

    /** One process of it. */
    private record Life(Process process, Writer orders, Thread answers) {}

    private Red(Sent sent, ProcessBuilder builder) {
        this.sent = sent;
        this.builder = builder;
        this.life = begin();
    }

    /**
     * @param broker host, port, user and password
     * @param folder for its spool and its log
     */
    public static Red start(Sent sent, List<String> broker, Path folder) {
        var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms8m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), RedProgram.class.getName());
        builder.command().addAll(broker);
        builder.command().addAll(List.of(spool(folder).toString(), Integer.toString(sent.run())));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("red.log").toFile()));
        return new Red(sent, builder);
    }

    /** Where it has its spool, of its folder. */
    public static Path spool(Path folder) {
        return folder.resolve("spool");
    }

    /** Tells it to publish an event; one that it is not alive to hear of is told when it is started again. */
    synchronized void take(int number) {
        try {
            order(number);
            life.orders.flush();
        } catch (IOException e) {
            // It was killed a moment ago.
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() throws InterruptedException {
        life.process.destroyForcibly().waitFor();
        life.answers.join(); // what it said before it died counts
    }

    /** Starts it anew on the same spool. */
    public synchronized void startAgain() throws IOException {
        life = begin();
        for (var number : sent.unsafe()) {
            order(number);
        }
        life.orders.flush();
    }

    private void order(int number) throws IOException {
        life.orders.append(Integer.toString(number)).append(' ').append(Long.toString(sent.micros(number)))
                .append('\n');
    }

    private Life begin() {
        try {
            var process = builder.start();
            var answers = Thread.ofVirtual().start(() -> listen(process));
            return new Life(process, process.outputWriter(StandardCharsets.US_ASCII), answers);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void listen(Process process) {
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            for (var line = said.readLine(); line != null; line = said.readLine()) {
                // A whole one: what a kill has left of it would be another number. The log comes the same way.
                var safe = SAFE.matcher(line);
                if (safe.matches()) {
                    sent.markSafe(Integer.parseInt(safe.group(1)));
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
    }

    public long pid() {
        return life.process.pid();
    }

    /** Lets it end by itself; what is in its spool stays there. */
    @Override
    public synchronized void close() {
        try {
            life.orders.close();
        } catch (IOException e) {
            // It was killed.
        }
        try {
            life.process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
