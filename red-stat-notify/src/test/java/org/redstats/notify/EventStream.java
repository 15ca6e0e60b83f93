package org.redstats.notify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of server-sent events that keeps what it gets. */
final class EventStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpResponse<Stream<String>> answer;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private EventStream(HttpResponse<Stream<String>> answer) {
        this.answer = answer;
        Thread.ofVirtual().start(this::read);
    }

    static EventStream open(URI uri, String... headers) {
        var request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new EventStream(Instance.HTTP.send(request.build(), BodyHandlers.ofLines()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try {
            answer.body().forEach(lines::add);
        } catch (UncheckedIOException e) {
            // closed
        }
        lines.add("END");
    }

    HttpResponse<?> answer() {
        return answer;
    }

    /** The next line that is not empty; {@code END} after the last. */
    String nextLine() {
        try {
            while (true) {
                var line = Objects.requireNonNull(lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "a line in time");
                if (!line.isEmpty()) {
                    return line;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The data of the next event, which has no id. */
    JsonNode next() {
        return data(nextLineButPing());
    }

    private String nextLineButPing() {
        var line = nextLine();
        return line.equals(": ping") ? nextLineButPing() : line;
    }

    /** The ids of the next alerts, each of which is an event with that id. */
    List<String> nextIds(int count) {
        var ids = new ArrayList<String>();
        while (ids.size() < count) {
            var id = nextLineButPing();
            assertThat(id).startsWith("id: ");
            var alerts = data(nextLine()).path("alerts");
            assertThat(alerts.size()).isEqualTo(1);
            assertThat(alerts.path(0).path("event_id").stringValue()).isEqualTo(id.substring(4));
            ids.add(id.substring(4));
        }
        return ids;
    }

    EventStream subscribed() {
        assertThat(next().path("type").stringValue()).isEqualTo("subscribed");
        return this;
    }

    private static JsonNode data(String line) {
        assertThat(line).startsWith("data: ");
        return JsonMapper.shared().readTree(Description.requireSendable(line.substring(6)));
    }

    @Override
    public void close() {
        answer.body().close();
    }
}
