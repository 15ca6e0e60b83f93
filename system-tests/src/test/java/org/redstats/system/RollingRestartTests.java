package org.redstats.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redstats.testing.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/** A new version is rolled out: every instance of every service is stopped in order and started again, in turn. */
class RollingRestartTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /**
     * What a service is asked for all the time.
     *
     * @param template as its metrics name the path
     * @param status that it answers while all is well
     */
    private record Question(String module, String path, String template, int status) {}

    private static final List<Question> QUESTIONS = List.of(
            new Question("red-stat-store", "/stat?red_threshold=0.5", "/stat", 200),
            new Question("red-stat-subscribe", "/sub/" + UUID.randomUUID(), "/sub/{id}", 404),
            new Question("red-stat-notify", "/ws/asyncapi.json", "/ws/asyncapi.json", 200));

    private final RedStats redStats = RedStats.running();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    @Test
    void losesNoRequestWhileEveryInstanceRestarts() {
        var user = newUser();
        var visitors = Stream.generate(() -> new Visitor(redStats.liveAlerts(0.5, user))).limit(4).toList();
        visitors.forEach(visitor -> visitor.connect().join());
        try (var clients = Executors.newScheduledThreadPool(2 * QUESTIONS.size())) {
            var asking = Stream.concat(QUESTIONS.stream(), QUESTIONS.stream())
                    .map(question -> clients.scheduleWithFixedDelay(() -> ask(question), 0, 50, TimeUnit.MILLISECONDS))
                    .toList();
            for (var index : List.of(0, 1)) {
                QUESTIONS.parallelStream().forEach(question -> redStats.restart(question.module(), index,
                        instance -> isAsked(instance, question)));
            }
            asking.forEach(each -> each.cancel(false));
        }
        redStats.broker().publish(event(user, 0.9));

        await().atMost(PATIENCE).untilAsserted(
                () -> assertThat(visitors).allSatisfy(visitor -> assertThat(visitor.alerts).hasPositiveValue()));
        visitors.forEach(Visitor::leave);
        assertThat(failures).isEmpty();
        assertThat(answers).hasSize(QUESTIONS.size()).allSatisfy((path, count) -> assertThat(count.get()).isPositive());
        assertThat(visitors.stream().flatMap(visitor -> visitor.closeCodes.stream())).isNotEmpty().containsOnly(1012);
    }

    private void ask(Question question) {
        try {
            var answer = redStats.get(question.path());
            if (answer.statusCode() != question.status()) {
                failures.add(question.path() + " " + answer.statusCode() + " " + answer.body());
            }
            answers.computeIfAbsent(question.path(), path -> new AtomicInteger()).incrementAndGet();
        } catch (IllegalStateException e) {
            failures.add(question.path() + " " + e.getCause());
        }
    }

    /** Whether the gateway has found an instance again shows in what that instance was asked. */
    private static boolean isAsked(ServiceProcess instance, Question question) {
        try {
            return instance.ready() && HTTP.send(HttpRequest.newBuilder(instance.actuator("prometheus")).build(),
                    BodyHandlers.ofString()).body().contains("uri=\"" + question.template() + "\"");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Connects again as soon as its connection has ended. */
    private final class Visitor implements WebSocket.Listener {

        private final URI uri;
        private final AtomicInteger alerts = new AtomicInteger();
        private final List<Integer> closeCodes = new CopyOnWriteArrayList<>();
        private volatile @Nullable WebSocket socket;
        private volatile boolean leaving;

        Visitor(URI uri) {
            this.uri = uri;
        }

        CompletableFuture<WebSocket> connect() {
            return HTTP.newWebSocketBuilder().buildAsync(uri, this).whenComplete((open, error) -> {
                socket = open;
                if (error != null) {
                    failures.add("no WebSocket: " + error);
                }
            });
        }

        void leave() {
            leaving = true;
            var open = socket;
            if (open != null) {
                open.abort();
            }
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            if (data.toString().contains("\"alert\"")) {
                alerts.incrementAndGet();
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closeCodes.add(code);
            return connect();
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            if (!leaving) {
                failures.add("a WebSocket broke: " + error);
            }
        }
    }
}
