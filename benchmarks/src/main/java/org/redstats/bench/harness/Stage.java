package org.redstats.bench.harness;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.ServiceProcess;
import org.redstats.testing.TestBroker;

/**
 * Everything that a benchmark starts. It stops in reverse order, also when the run is interrupted or this process is
 * killed, and what it wrote is deleted.
 */
public final class Stage implements AutoCloseable {

    /**
     * How red-stat-store is deployed: in a container of 512 MB, of which the heap gets 40 %, and where the JVM takes the
     * serial collector.
     */
    public static final List<String> SERVICE_JVM = List.of("-Xmx200m", "-XX:+UseSerialGC");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final long start = System.nanoTime();
    private final Path root;
    private final Path folder;
    private final Path logs;
    private final PrintStream progress;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final boolean measuring;
    private volatile boolean ending;

    private Stage(Path root, String name, PrintStream progress, boolean measuring) {
        this.root = root;
        this.folder = root.resolve(".bench").resolve(name);
        this.logs = root.resolve(".bench").resolve("logs").resolve(name);
        this.progress = progress;
        this.measuring = measuring;
    }

    /** A condition that may fail while it is looked at. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * @param root the project's folder
     * @param name of the benchmark; its files are below {@code .bench/<name>}, and the logs of its processes stay
     *        below {@code .bench/logs/<name>} until the next run
     * @param progress gets a line now and then
     */
    public static Stage open(Path root, String name, PrintStream progress) throws IOException {
        return open(new Stage(root, name, progress, true));
    }

    /** For a test, which wants to know that a benchmark works, and soon: nothing waits until the machine is quiet. */
    public static Stage rehearsal(Path root, String name) throws IOException {
        return open(new Stage(root, name, System.err, false));
    }

    private static Stage open(Stage stage) throws IOException {
        delete(stage.folder);
        Files.createDirectories(stage.folder);
        Files.createDirectories(stage.logs);
        Runtime.getRuntime().addShutdownHook(new Thread(stage::close, "stop"));
        return stage;
    }

    /** Starts a part, unless the end has begun; the end waits for a start that has begun. */
    public synchronized <T extends AutoCloseable> T open(Callable<T> start) throws Exception {
        if (ending) {
            throw new InterruptedException("the benchmark ends");
        }
        T part = start.call();
        parts.push(part);
        return part;
    }

    /** Stops a part before the end of the run. */
    public synchronized void stop(AutoCloseable part) throws Exception {
        if (parts.remove(part)) {
            part.close();
        }
    }

    /** A RabbitMQ of the benchmark's own: a container, or a private node of an installed one. */
    public TestBroker broker() throws Exception {
        return broker("classic");
    }

    /**
     * A RabbitMQ of the benchmark's own.
     *
     * @param queueType of queues that do not say: {@code classic}, or {@code quorum}, for which RabbitMQ 4 is needed
     */
    public TestBroker broker(String queueType) throws Exception {
        say("starting RabbitMQ");
        return open(() -> TestBroker
                .startPrivate(queueType.equals("classic") ? "" : "default_queue_type = " + queueType + "\n"));
    }

    /**
     * A PostgreSQL of the benchmark's own, safe as in production: a commit is on disk.
     *
     * @param settings beside {@code fsync=on} and {@code synchronous_commit=on}, such as {@code shared_buffers}
     */
    public EmbeddedDatabase database(Map<String, String> settings) throws Exception {
        say("starting PostgreSQL");
        return open(() -> Databases.start(folder.resolve("postgresql"), settings));
    }

    /**
     * The packaged service as a process, with {@link #SERVICE_JVM}; returns when it is ready.
     *
     * @param module its folder, which is also the name of its jar
     * @param settings environment variables, as any deployment would set them; see {@link Settings}
     */
    public ServiceProcess service(String module, Map<String, String> settings) throws Exception {
        say("starting " + module);
        List<String> java = new ArrayList<>(SERVICE_JVM);
        java.addAll(List.of("-jar", jar(module).toString()));
        ServiceProcess service = start(module, java, settings);
        await(module + " is ready", service::ready);
        return service;
    }

    /**
     * A program of this module as a process; returns at once.
     *
     * @param jvm its options, such as {@link #SERVICE_JVM}
     */
    public ServiceProcess program(Class<?> main, List<String> jvm, Map<String, String> settings) throws Exception {
        say("starting " + main.getSimpleName());
        List<String> java = new ArrayList<>(jvm);
        java.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return start(main.getSimpleName(), java, settings);
    }

    /** Where the packaged jar of a module is. */
    public Path jar(String module) {
        return root.resolve(module).resolve("target").resolve(module + ".jar");
    }

    /** Where this module's classes are, without the libraries that come with its jar. */
    public Path classes() {
        return root.resolve("benchmarks").resolve("target").resolve("classes");
    }

    /** For files of this run; they are deleted at its end. */
    public Path folder() {
        return folder;
    }

    /**
     * Starts a Java process; returns at once.
     *
     * @param java what follows {@code java} on the command line
     */
    public ServiceProcess start(String name, List<String> java, Map<String, String> settings) throws Exception {
        // Where nothing is measured the JVM need not compile well, and so starts sooner.
        List<String> quickly = measuring ? List.of() : List.of("-XX:TieredStopAtLevel=1");
        return open(() -> ServiceProcess.start(Stream.concat(quickly.stream(), java.stream()).toList(), settings,
                logs.resolve(name + ".log")));
    }

    /** Waits some minutes at most, looking often. */
    public void await(String what, Condition condition) throws Exception {
        await(what, PATIENCE, Duration.ofMillis(100), condition);
    }

    /**
     * @param pause between two looks: what is measured must not feel them
     * @throws IllegalStateException when the patience is over
     */
    public void await(String what, Duration patience, Duration pause, Condition condition) throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + patience.toSeconds() + " s in vain until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    /** Waits until what was done before is done with: a broker that still writes, a database that cleans up. */
    public void awaitQuiet() throws Exception {
        if (measuring && !Quiet.await()) {
            say("the machine is busy with something else: do not believe what follows");
        }
    }

    /** Tells whoever waits what is going on. */
    public void say(String text) {
        double seconds = (System.nanoTime() - start) / 1e9;
        progress.printf(Locale.ROOT, "bench: %6.1f s  %s%n", seconds, text);
    }

    /** Whether the run is being stopped from outside; what fails then is no news. */
    public boolean isEnding() {
        return ending;
    }

    @Override
    public void close() {
        ending = true;
        stopAll();
    }

    private synchronized void stopAll() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                say("a part did not stop in order: " + e);
            }
        }
        delete(folder);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
