package org.redstats.bench.ingest.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

import org.redstats.bench.traffic.SampleEvents;
import org.redstats.event.RedEvent;
import org.redstats.event.intake.EventSink;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Hands events to the store's own statement, or to one that keeps no rollup.
 *
 * <p>Its arguments are the store's main class, a {@link Kind}, the number of events, the size of a batch,
 * the number of threads, and of the events the first {@code when}, the step in nanoseconds and the number of users.
 */
public final class InsertFromMemory {
    private InsertFromMemory() {}

    /** What becomes of a batch. */
    public enum Kind {
        /** What the store makes of it. */
        STORE,
        /** Rows, and all indexes that the store has. */
        ROWS,
        /** Rows, their key and the index by user: without the index that only serves the counting. */
        ROWS_UNCOUNTED
    }

    public static void main(String[] arguments) throws Exception {
        SampleEvents events = new SampleEvents(Instant.parse(arguments[5]),
                Duration.ofNanos(Long.parseLong(arguments[6])), Integer.parseInt(arguments[7]));
        List<List<RedEvent>> batches = batches(events, Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
        SpringApplication store = new SpringApplication(Class.forName(arguments[0]));
        try (ConfigurableApplicationContext context = store
                .run("--spring.rabbitmq.listener.simple.auto-startup=false")) {
            JdbcClient jdbc = context.getBean(JdbcClient.class);
            EventSink sink = switch (Kind.valueOf(arguments[1])) {
                case STORE -> context.getBean(EventSink.class);
                case ROWS -> new PlainHistory(jdbc);
                case ROWS_UNCOUNTED -> {
                    jdbc.sql("DROP INDEX red_event_by_value").update();
                    yield new PlainHistory(jdbc);
                }
            };
            jdbc.sql(DenseHours.SQL).update();
            append(batches, sink, Integer.parseInt(arguments[4]));
        }
    }

    private static List<List<RedEvent>> batches(SampleEvents events, long count, int size) {
        List<List<RedEvent>> batches = new ArrayList<>();
        for (long first = 0; first < count; first += size) {
            batches.add(LongStream.range(first, Math.min(first + size, count)).mapToObj(events::event).toList());
        }
        return batches;
    }

    private static void append(List<List<RedEvent>> batches, EventSink sink, int threads)
            throws InterruptedException, ExecutionException {
        try (ExecutorService writers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> appended = new ArrayList<>();
            for (List<RedEvent> batch : batches) {
                appended.add(writers.submit(() -> sink.append(batch)));
            }
            for (Future<?> each : appended) {
                each.get();
            }
        }
    }
}
