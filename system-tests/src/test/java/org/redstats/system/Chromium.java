package org.redstats.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** A real browser, driven over its own DevTools protocol: a driver would be a download of 200 MB. Started once for all tests. */
final class Chromium {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENING = "DevTools listening on ";

    private static Optional<Chromium> running = Optional.empty();

    private final Process process;
    private final Path profile;
    private final URI tools;

    private Chromium(Path browser) throws IOException {
        profile = Files.createTempDirectory(Path.of("target"), "chromium").toAbsolutePath();
        process = new ProcessBuilder(browser.toString(), "--headless", "--no-sandbox",
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        tools = toolsAddress(process);
    }

    /** Opens a page on a wide screen; where there is no browser the test is left out, and says so. */
    static Tab open(String url) throws IOException, InterruptedException {
        return open(url, Look.WIDE);
    }

    /** Opens a page; where there is no browser the test is left out, and says so. */
    static Tab open(String url, Look look) throws IOException, InterruptedException {
        var tab = new Tab(running().newPage());
        tab.look(look);
        tab.go(url);
        return tab;
    }

    private static synchronized Chromium running() throws IOException {
        if (running.isEmpty()) {
            var browser = installed();
            Assumptions.assumeTrue(browser.isPresent(), "no Chromium on the PATH");
            running = Optional.of(new Chromium(browser.orElseThrow()));
        }
        return running.orElseThrow();
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

    private URI newPage() throws IOException, InterruptedException {
        var pages = URI.create("http://" + tools.getAuthority() + "/json/new?about:blank");
        var answer = HTTP.send(HttpRequest.newBuilder(pages).PUT(HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.ofString());
        return URI.create(JSON.readTree(answer.body()).get("webSocketDebuggerUrl").asString());
    }

    private void stop() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        try {
            FileSystemUtils.deleteRecursively(profile);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
