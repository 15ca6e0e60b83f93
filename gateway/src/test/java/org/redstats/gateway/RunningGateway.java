package org.redstats.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** The gateway itself on a real port, and a client for it. */
public final class RunningGateway implements AutoCloseable {

    private static final String FOR_TESTS = """
            server.port=0
            server.address=127.0.0.1
            management.server.port=0
            red.gateway.health.interval=200ms
            red.gateway.health.timeout=5s
            red.gateway.answer-timeout=60s
            red.gateway.backends.store=
            red.gateway.backends.subscribe=
            red.gateway.backends.notify=
            """;

    static {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    public static RunningGateway with(String... properties) {
        return with(GatewayApplication.class, properties);
    }

    public static RunningGateway with(Class<?> application, String... properties) {
        var all = new LinkedHashMap<String, String>();
        Stream.concat(FOR_TESTS.lines(), Arrays.stream(properties))
                .map(property -> property.split("=", 2))
                .forEach(property -> all.put(property[0], property[1]));
        String[] arguments = all.entrySet().stream().map(p -> "--" + p).toArray(String[]::new);
        return new RunningGateway(new SpringApplicationBuilder(application, SharedThreads.class).run(arguments));
    }

    /** The property that names these stand-ins as the instances of a service. */
    public static String backends(String service, StandIn... instances) {
        return "red.gateway.backends." + service + "="
                + Arrays.stream(instances).map(i -> i.uri().toString()).collect(Collectors.joining(","));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", int.class);
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", int.class);
    }

    double meter(String name, String... tags) {
        return context.getBean(MeterRegistry.class).get(name).tags(tags).gauge().value();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) {
        return send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60)).POST(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    WebSocket open(String path, WebSocket.Listener listener) {
        return client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + port() + path), listener)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    /** Sends a request as it stands, which clients with manners do not, and reads one answer with a body. */
    String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            while (!answer.toString().endsWith("}")) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    break;
                }
                answer.append((char) next);
            }
            return answer.toString();
        }
    }

    @Override
    public void close() {
        context.close();
    }

    /** One gateway that stops must not take away the threads of the others and of the stand-ins. */
    @Configuration(proxyBeanMethods = false)
    static class SharedThreads {

        @Bean
        ReactorResourceFactory reactorResourceFactory() {
            return new ReactorResourceFactory() {
                @Override
                public void destroy() {
                    // they end with the tests
                }

                @Override
                public void stop() {
                    // they end with the tests
                }
            };
        }
    }
}
