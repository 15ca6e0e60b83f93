package org.redstats.faults.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.ConnectionFactory;
import org.redstats.event.RedEvent;
import org.redstats.publisher.RedPublisher;

/**
 * RED as a program of its own: publishes the events that the lines of its input name, and prints the number of each that is
 * safe. One that failed is published again, as the same event, until it is safe; so does any RED that takes the library's
 * word for what it is.
 */
public final class RedProgram {

    /** Behind the number of an event. */
    static final String SAFE = " safe";

    private static final int HEARTBEAT_SECONDS = 2;
    private static final int PAUSE_MILLIS = 200;

    private final int run;
    private final RedPublisher publisher;
    private final ScheduledExecutorService again = Executors.newSingleThreadScheduledExecutor();

    private RedProgram(int run, RedPublisher publisher) {
        this.run = run;
        this.publisher = publisher;
    }

    /** @param arguments host and port of the broker, its user and password, the spool's folder, the number of the run */
    public static void main(String[] arguments) throws IOException {
        var factory = new ConnectionFactory();
        factory.setHost(arguments[0]);
        factory.setPort(Integer.parseInt(arguments[1]));
        factory.setUsername(arguments[2]);
        factory.setPassword(arguments[3]);
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        var publisher = RedPublisher.builder(factory).spool(Path.of(arguments[4])).build();
        new RedProgram(Integer.parseInt(arguments[5]), publisher).run();
        System.exit(0);
    }

    /** Until the input ends, which is when its owner does. */
    private void run() throws IOException {
        try (var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                var space = line.indexOf(' ');
                var number = Integer.parseInt(line, 0, space, 10);
                publish(number, Sent.event(run, number, Long.parseLong(line, space + 1, line.length(), 10)));
            }
        }
        again.shutdownNow();
        publisher.close();
    }

    private void publish(int number, RedEvent event) {
        var _ = publisher.publishAsync(event).whenComplete((_, failure) -> {
            if (failure == null) {
                System.out.println(number + SAFE);
            } else {
                System.err.println(failure.getMessage());
                var _ = again.schedule(() -> publish(number, event), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
    }
}
