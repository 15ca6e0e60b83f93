package org.redstats.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One page in a real browser, driven over the browser's own DevTools protocol: a driver would be a download of 200 MB. */
final class Chromium implements AutoCloseable, WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final Path profile;
    private final WebSocket tools;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final StringBuilder partial = new StringBuilder();

    private Chromium(Process process, Path profile, URI page) {
        this.process = process;
        this.profile = profile;
        this.tools = HTTP.newWebSocketBuilder().buildAsync(page, this).join();
    }

    /** Opens a page; where there is no browser the test is left out, and says so. */
    static Chromium open(String url) throws IOException, InterruptedException {
        var browser = installed();
        Assumptions.assumeTrue(browser.isPresent(), "no Chromium on the PATH");
        var profile = Files.createTempDirectory(Path.of("target"), "chromium").toAbsolutePath();
        var process = new ProcessBuilder(browser.orElseThrow().toString(), "--headless", "--no-sandbox",
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).start();
        try {
            var page = new Chromium(process, profile, newPage(toolsAddress(process)));
            page.call("Page.navigate", Map.of("url", url));
            return page;
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static URI toolsAddress(Process process) throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.ofVirtual().start(() -> output.lines().forEach(said -> {})); // so that it is never stuck with it
                return URI.create(line.substring(LISTENING.length()));
            }
        }
        throw new IllegalStateException("the browser ended before it listened");
    }

    private static URI newPage(URI tools) throws IOException, InterruptedException {
        var pages = URI.create("http://" + tools.getAuthority() + "/json/new?about:blank");
        var answer = HTTP.send(HttpRequest.newBuilder(pages).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
        return URI.create(JSON.readTree(answer.body()).get("webSocketDebuggerUrl").asString());
    }

    /** What a JavaScript expression gives, once its promise is kept; null where it fails, as before a page is there. */
    JsonNode evaluate(String expression) {
        return call("Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true))
                .path("result").path("result").path("value");
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        var id = ids.incrementAndGet();
        var answer = new CompletableFuture<JsonNode>();
        answers.put(id, answer);
        tools.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true).join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            var message = JSON.readTree(partial.toString());
            partial.setLength(0);
            var answer = answers.remove(message.path("id").asInt(0));
            if (answer != null) {
                answer.complete(message);
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void close() throws IOException {
        tools.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        FileSystemUtils.deleteRecursively(profile);
    }
}
