package org.redstats.bench.alerts;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.redstats.bench.report.Latencies;

/**
 * Somebody who asks for subscriptions at a steady pace, whatever the answers take: how long an answer took is counted from
 * the moment at which it should have been asked for.
 */
final class Asking implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int CREATED = 201;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Long> nanos = new ArrayList<>();
    private final URI address;
    private final long start = System.nanoTime();
    private final Future<?> pace;

    Asking(String url) {
        address = URI.create(url + "/sub");
        pace = clock.scheduleAtFixedRate(this::ask, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        long due = start + nanos.size() * PAUSE.toNanos();
        // Redder than any image is: nobody has to be told on account of it.
        String body = "{\"red_threshold\":1000,\"email\":\"new%d@example.org\"}".formatted(nanos.size());
        try {
            HttpResponse<Void> answer = http.send(HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)).build(),
                    BodyHandlers.discarding());
            if (answer.statusCode() != CREATED) {
                throw new IllegalStateException("POST /sub was answered " + answer.statusCode());
            }
        } catch (IOException e) {
            throw new IllegalStateException("POST /sub was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        nanos.add(System.nanoTime() - due);
    }

    /**
     * Ends it; returns how long the answers took.
     *
     * @throws IllegalStateException when one was not as it must be
     */
    Latencies end() throws InterruptedException {
        clock.shutdown();
        if (pace.state() == Future.State.FAILED) {
            throw new IllegalStateException("the asking ended early", pace.exceptionNow());
        }
        if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the last POST /sub was not answered within a minute");
        }
        return Latencies.of(nanos.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.close();
    }
}
