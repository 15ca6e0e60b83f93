package org.redstats.notify;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.redstats.testing.TestBroker;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** One running instance of the service on a port of its own. */
public final class Instance implements AutoCloseable {

    static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ServletWebServerApplicationContext context;

    private Instance(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** Starts one on the shared broker and waits until it is ready. */
    public static Instance start(String... settings) {
        var broker = TestBroker.shared();
        return start(broker.host(), broker.port(), settings).awaitReady();
    }

    static Instance start(String host, int port, String... settings) {
        var arguments = new ArrayList<>(List.of("--server.port=0", "--spring.jmx.enabled=false",
                "--spring.rabbitmq.host=" + host, "--spring.rabbitmq.port=" + port));
        for (var setting : settings) {
            arguments.add("--" + setting);
        }
        return new Instance((ServletWebServerApplicationContext) new SpringApplicationBuilder(NotifyApplication.class)
                .web(WebApplicationType.SERVLET)
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

    private int port() {
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
