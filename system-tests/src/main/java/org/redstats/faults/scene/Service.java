package org.redstats.faults.scene;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.redstats.testing.ServiceProcess;

/** All instances of one service, each a process with ways of its own to the servers. */
public final class Service implements AutoCloseable {

    /** The heap begins as in a container of 512 MB: it never gets smaller, and on a large machine that would be all of it. */
    private static final List<String> JVM = List.of("-Xms8m", "-Xmx256m", "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final String name;
    private final Path jar;
    private final Path logs;
    private final Broker broker;
    private final @Nullable Database database;
    private final Map<String, String> settings;
    private final List<ServiceProcess> instances = new CopyOnWriteArrayList<>();
    private final List<Ways> ways = new CopyOnWriteArrayList<>();

    /**
     * @param name of the module, and of its jar
     * @param settings environment variables beside those that lead to the servers
     */
    Service(String name, Path root, Path logs, Broker broker, @Nullable Database database,
            Map<String, String> settings) {
        this.name = name;
        this.jar = root.resolve(name).resolve("target").resolve(name + ".jar");
        this.logs = logs;
        this.broker = broker;
        this.database = database;
        this.settings = settings;
    }

    public String name() {
        return name;
    }

    /** Starts further instances, on the database of now; returns before they are ready. */
    public void start(int count) {
        for (var i = 0; i < count; i++) {
            var way = Ways.to(broker, database);
            ways.add(way);
            instances.add(process(way, Map.of(), name + "-" + ways.size()));
        }
    }

    public List<ServiceProcess> instances() {
        return List.copyOf(instances);
    }

    /** How each instance reaches the servers, in the order of {@link #instances()}. */
    public List<Ways> ways() {
        return List.copyOf(ways);
    }

    /** Ends an instance as {@code kill -9} does. */
    public void kill(int index) {
        instances.get(index).kill();
    }

    /** Starts an instance that has ended anew, at its address and as it was; returns before it is ready. */
    public void startAgain(int index) {
        instances.set(index, instances.get(index).startedAgain());
    }

    /** Ends an instance in order, and starts it with further environment variables; returns before it is ready. */
    public void startDifferently(int index, Map<String, String> environment) {
        instances.get(index).close();
        instances.set(index, process(ways.get(index), environment, name + "-" + (index + 1) + "-again"));
    }

    /** Ends all instances in order, for good. */
    public void stop() {
        close();
        instances.clear();
        ways.clear();
    }

    /** Runs one of the service's own commands, such as {@code verify}; returns when it has ended well. */
    public void run(String command) {
        try (var way = Ways.to(broker, database); var process = process(way, Map.of(), name + "-" + command, command)) {
            process.awaitEnd(PATIENCE);
        }
    }

    public void awaitReady() {
        Awaitility.await(name + " is ready").atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).pollInSameThread()
                .until(() -> instances.stream().allMatch(ServiceProcess::ready));
    }

    private ServiceProcess process(Ways way, Map<String, String> further, String log, String... arguments) {
        var java = new ArrayList<>(JVM);
        Stream.concat(Stream.of("-jar", jar.toString()), Stream.of(arguments)).forEach(java::add);
        var environment = new HashMap<>(settings);
        environment.putAll(further);
        environment.putAll(broker.settings(way.broker()));
        if (database != null) {
            environment.putAll(database.settings(way.database()));
        }
        return ServiceProcess.start(java, environment, logs.resolve(log + ".log"));
    }

    @Override
    public void close() {
        instances.forEach(ServiceProcess::askToStop);
        instances.forEach(ServiceProcess::close);
        ways.forEach(Ways::close);
    }
}
