package org.redstats.demo.launcher;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import org.redstats.embedded.EmbeddedBroker;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.embedded.MailSink;

/** One run of the demo, from the first server to the first service that ends. */
final class Show {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Options options;
    private final Folders folders;
    private final Console console;
    private final Running running;
    private final Stopwatch watch = new Stopwatch();

    Show(Options options, Folders folders, Console console, Running running) {
        this.options = options;
        this.folders = folders;
        this.console = console;
        this.running = running;
    }

    /** Runs until a service ends by itself; returns what is to be said about it. */
    String run() throws Exception {
        if (options.clean()) {
            Folders.delete(folders.data());
            console.say("the data of earlier runs is deleted");
        }
        Servers servers = new Servers(folders, console);
        Guardian guardian = running.start(Guardian::start, Guardian::stop);
        EmbeddedDatabase database = running.start(servers::database, EmbeddedDatabase::close);
        EmbeddedBroker broker = running.start(servers::broker, EmbeddedBroker::close);
        running.start(servers::inbox, MailSink::close);
        if (options.auth()) {
            running.start(servers::issuer, TrialIssuer::close);
        }
        DemoServices services = new DemoServices(database, options.auth(), folders.data());
        ServiceGroup readers = start(services.readers(), guardian);
        running.start(() -> new Drain(broker, console), Drain::await);
        ServiceGroup entrances = start(services.entrances(options.traffic()), guardian);
        CompletableFuture<ServiceProcess> firstEnd = firstEnd(
                Stream.of(readers, entrances).flatMap(group -> group.processes().stream()).toList());
        if (becomesReady(broker, firstEnd)) {
            console.print(Welcome.text(watch, options.auth()));
        }
        return firstEnd.get().obituary();
    }

    private ServiceGroup start(List<Service> services, Guardian guardian) throws Exception {
        return running.start(() -> ServiceGroup.start(services, folders, guardian, console), ServiceGroup::stop);
    }

    private static CompletableFuture<ServiceProcess> firstEnd(List<ServiceProcess> processes) {
        return CompletableFuture.anyOf(processes.stream().map(ServiceProcess::ended).toArray(CompletableFuture[]::new))
                .thenApply(ServiceProcess.class::cast);
    }

    /** Returns false when a service ended instead. */
    private boolean becomesReady(EmbeddedBroker broker, CompletableFuture<ServiceProcess> firstEnd) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (Readiness readiness = new Readiness(broker, options.auth())) {
            String missing = readiness.missing(console, watch);
            console.say("waiting for " + missing);
            while (!missing.isEmpty() && !firstEnd.isDone()) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException(missing + " did not answer within " + PATIENCE.toMinutes() + " minutes");
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                missing = readiness.missing(console, watch);
            }
            return missing.isEmpty();
        }
    }
}
