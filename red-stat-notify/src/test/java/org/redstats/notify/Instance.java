package org.redstats.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.redstats.testing.TestBroker;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.reactive.context.ReactiveWebServerApplicationContext;

/** One running instance of the service on a port of its own. */
public final class Instance implements AutoCloseable {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ReactiveWebServerApplicationContext context;

    private Instance(ReactiveWebServerApplicationContext context) {
        this.context = context;
    }

    /** Starts one on the shared broker and waits until it is ready. */
    public static Instance start(String... settings) {
        var broker = TestBroker.shared();
        return start(broker.host(), broker.port(), settings).awaitReady();
    }

    static Instance start(String host, int port, String... settings) {
        var arguments = new ArrayList<>(List.of("--server.port=0",
                "--spring.rabbitmq.host=" + host, "--spring.rabbitmq.port=" + port));
        for (var setting : settings) {
            arguments.add("--" + setting);
        }
        return new Instance((ReactiveWebServerApplicationContext) new SpringApplicationBuilder(NotifyApplication.class)
                .properties("red.notify.connection.drain=200ms")
                .web(WebApplicationType.REACTIVE)
                .registerShutdownHook(false)
                .run(arguments.toArray(String[]::new)));
    }

    public Instance awaitReady() {
        Awaitility.await("readiness").atMost(Duration.ofSeconds(60)).until(() -> status("readiness") == 200);
        return this;
    }

    int status(String probe) throws Exception {
        return get("/actuator/health/" + probe).statusCode();
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The answer to a request for a WebSocket, when it is not let in. */
    String upgrade(String path) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: example.org\r\nUpgrade: websocket\r\n"
                    + "Connection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A stream of server-sent events; headers by name and value. */
    EventStream stream(String query, String... headers) {
        return EventStream.open(URI.create("http://localhost:" + port() + "/ws/events" + query), headers);
    }

    public Client connect(String query) {
        return Client.open(uri(query), true);
    }

    /** A client that reads nothing before {@link Client#read()}. */
    public Client connectWithoutReading(String query) {
        return Client.open(uri(query), false);
    }

    URI uri(String query) {
        return URI.create("ws://localhost:" + port() + "/ws" + query);
    }

    public double meter(String name, String... tags) {
        return context.getBean(MeterRegistry.class).get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    int port() {
        var server = context.getWebServer();
        if (server == null) {
            throw new IllegalStateException("no web server");
        }
        return server.getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
