package org.redstats.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One page of a browser. */
final class Tab implements AutoCloseable, WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final int SHIFT = 8;
    private static final String AXE = axe();

    private final WebSocket tools;
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final StringBuilder partial = new StringBuilder();

    Tab(URI page) {
        tools = HTTP.newWebSocketBuilder().buildAsync(page, this).join();
        List.of("Page", "Runtime", "Log", "Network", "DOM").forEach(domain -> call(domain + ".enable", Map.of()));
        // What moves although nobody did anything.
        before("""
                window.shifted = 0;
                new PerformanceObserver(list => list.getEntries().filter(entry => !entry.hadRecentInput)
                  .forEach(entry => { shifted += entry.value; })).observe({ type: "layout-shift", buffered: true });""");
    }

    private static String axe() {
        try (var script = Objects.requireNonNull(Tab.class.getResourceAsStream("/axe.min.js"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void look(Look look) {
        call("Emulation.setDeviceMetricsOverride", Map.of("width", look.width(), "height", look.height(),
                "deviceScaleFactor", 1, "mobile", look.isPhone()));
        call("Emulation.setTimezoneOverride", Map.of("timezoneId", "UTC"));
        media(Map.of("prefers-color-scheme", look.dark() ? "dark" : "light"));
    }

    void media(Map<String, String> features) {
        call("Emulation.setEmulatedMedia", Map.of("features", features.entrySet().stream()
                .map(feature -> Map.of("name", feature.getKey(), "value", feature.getValue())).toList()));
    }

    /** Runs a script before any of the page's, from the next page on. */
    void before(String script) {
        call("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    void go(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** What a JavaScript expression gives, once its promise is kept; null where it fails, as before a page is there. */
    JsonNode evaluate(String expression) {
        return call("Runtime.evaluate",
                Map.of("expression", expression, "awaitPromise", true, "returnByValue", true))
                .path("result").path("result").path("value");
    }

    /** What an expression gives that is a list of texts. */
    List<String> texts(String expression) {
        var found = evaluate(expression);
        if (!found.isArray()) {
            throw new AssertionError("no list: " + expression);
        }
        return found.valueStream().map(JsonNode::asString).toList();
    }

    /** Waits until an expression is true. */
    void awaitThat(String expression) {
        Awaitility.await(expression).atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50))
                .pollInSameThread().until(() -> evaluate("Boolean(" + expression + ")").asBoolean(false));
    }

    /** The text of an element as one reads it. */
    String text(String selector) {
        return evaluate("document.querySelector('" + selector + "').innerText").asString("");
    }

    void awaitText(String selector, String part) {
        awaitThat("document.querySelector('%s')?.innerText.includes(%s)".formatted(selector,
                JSON.writeValueAsString(part)));
    }

    /** As a pointer does, in the middle of an element, wherever on the page it is. */
    void click(String selector) {
        var middle = middle(selector);
        mouse("mousePressed", middle[0], middle[1]);
        mouse("mouseReleased", middle[0], middle[1]);
    }

    /** Drags over an element, from one part of its width to another. */
    void drag(String selector, double from, double to) {
        var box = box(selector);
        var y = box.get("y").asDouble() + box.get("height").asDouble() / 2;
        var left = box.get("x").asDouble();
        var width = box.get("width").asDouble();
        mouse("mousePressed", left + from * width, y);
        mouse("mouseMoved", left + (from + to) / 2 * width, y);
        mouse("mouseMoved", left + to * width, y);
        mouse("mouseReleased", left + to * width, y);
    }

    void doubleClick(String selector) {
        var middle = middle(selector);
        for (var count = 1; count <= 2; count++) {
            mouse("mousePressed", middle[0], middle[1], count);
            mouse("mouseReleased", middle[0], middle[1], count);
        }
    }

    void hover(String selector) {
        var middle = middle(selector);
        mouse("mouseMoved", middle[0], middle[1]);
    }

    private double[] middle(String selector) {
        var box = box(selector);
        return new double[]{box.get("x").asDouble() + box.get("width").asDouble() / 2,
                box.get("y").asDouble() + box.get("height").asDouble() / 2};
    }

    private JsonNode box(String selector) {
        return evaluate("""
                (() => {
                  const found = document.querySelector('%s');
                  found.scrollIntoView({ block: "center" });
                  return found.getBoundingClientRect().toJSON();
                })()""".formatted(selector));
    }

    private void mouse(String type, double x, double y) {
        mouse(type, x, y, type.equals("mouseMoved") ? 0 : 1);
    }

    private void mouse(String type, double x, double y, int count) {
        call("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y,
                "button", "left", "buttons", 1, "clickCount", count));
    }

    /** Presses a key of this name, such as ArrowLeft. */
    void press(String key) {
        press(key, 0);
    }

    void pressWithShift(String key) {
        press(key, SHIFT);
    }

    private void press(String key, int modifiers) {
        var code = switch (key) {
            case "Tab" -> 9;
            case "Enter" -> 13;
            case "Escape" -> 27;
            case "End" -> 35;
            case "Home" -> 36;
            case "ArrowLeft" -> 37;
            case "ArrowUp" -> 38;
            case "ArrowRight" -> 39;
            case "ArrowDown" -> 40;
            default -> throw new IllegalArgumentException(key);
        };
        var event = Map.<String, Object>of("key", key, "code", key, "windowsVirtualKeyCode", code,
                "modifiers", modifiers);
        call("Input.dispatchKeyEvent", with(event, "type", "rawKeyDown"));
        if (key.equals("Enter")) {
            call("Input.dispatchKeyEvent", with(with(event, "type", "char"), "text", "\r"));
        }
        call("Input.dispatchKeyEvent", with(event, "type", "keyUp"));
    }

    private static Map<String, Object> with(Map<String, Object> event, String name, Object value) {
        var all = new HashMap<>(event);
        all.put(name, value);
        return all;
    }

    /** Replaces what is in a field. */
    void type(String selector, String text) {
        evaluate("(() => { const field = document.querySelector('%s'); field.focus(); field.select(); })()"
                .formatted(selector));
        call("Input.insertText", Map.of("text", text));
    }

    /** Chooses a file for a field. */
    void choose(String selector, Path file) {
        var root = call("DOM.getDocument", Map.of()).path("result").path("root").path("nodeId").asInt();
        var field = call("DOM.querySelector", Map.of("nodeId", root, "selector", selector))
                .path("result").path("nodeId").asInt();
        call("DOM.setFileInputFiles",
                Map.of("nodeId", field, "files", List.of(file.toAbsolutePath().normalize().toString())));
    }

    void offline(boolean offline) {
        call("Network.emulateNetworkConditions",
                Map.of("offline", offline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    /** Empties the browser's cache, and counts anew what is received. */
    void forget() {
        call("Network.clearBrowserCache", Map.of());
        received.set(0);
    }

    /** How many bytes came over the network, headers included. */
    long received() {
        return received.get();
    }

    /** What the browser finds wrong: errors on the console, exceptions, violations of the content security policy. */
    List<String> complaints() {
        return complaints;
    }

    /** Takes note of what the browser had to find wrong here; what it finds wrong besides stays. */
    void expectComplaint(String part) {
        Awaitility.await(part).atMost(PATIENCE).pollInSameThread()
                .until(() -> complaints.stream().anyMatch(complaint -> complaint.contains(part)));
        complaints.removeIf(complaint -> complaint.contains(part));
    }

    /** What axe-core finds wrong for people who cannot see, point or tell colours apart: rule, place, reason. */
    List<String> barriers() {
        if (!evaluate("'axe' in window").asBoolean(false)) {
            evaluate(AXE);
        }
        return texts("""
                axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
                  nodes.map(node => `${id}: ${node.html} ${node.failureSummary}`)))""");
    }

    /** @param whole the page from top to end, else what is seen of it */
    void screenshot(Path file, boolean whole) throws IOException {
        var image = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", whole))
                .path("result").path("data").asString();
        Files.write(file, Base64.getDecoder().decode(image));
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
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
            } else {
                hear(message.path("method").asString(""), message.path("params"));
            }
        }
        webSocket.request(1);
        return null;
    }

    private void hear(String event, JsonNode said) {
        switch (event) {
            case "Network.loadingFinished" -> received.addAndGet(said.path("encodedDataLength").asLong());
            case "Runtime.exceptionThrown" -> complaints.add(said.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert").contains(said.path("type").asString())) {
                    complaints.add(said.path("args").toString());
                }
            }
            case "Log.entryAdded" -> {
                if (List.of("error", "warning").contains(said.path("entry").path("level").asString())) {
                    complaints.add(said.path("entry").path("text").asString() + " "
                            + said.path("entry").path("url").asString(""));
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    @Override
    public void close() {
        call("Page.close", Map.of());
        tools.abort();
    }
}
