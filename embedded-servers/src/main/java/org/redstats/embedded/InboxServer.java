package org.redstats.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/** Serves the inbox page and its API on 127.0.0.1. */
final class InboxServer implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService threads;

    private InboxServer(HttpServer http, ExecutorService threads) {
        this.http = http;
        this.threads = threads;
    }

    static InboxServer start(int port, Mailbox mailbox) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            http.setExecutor(threads);
            String page = page();
            http.createContext("/", answering(request -> request.getRequestURI().getPath().equals("/")
                    ? new InboxAnswer(200, "text/html; charset=utf-8", page)
                    : InboxAnswer.notFound()));
            http.createContext("/api/v1/", answering(new InboxApi(mailbox)::answer));
            http.start();
            return new InboxServer(http, threads);
        } catch (IOException e) {
            throw new UncheckedIOException("the inbox cannot listen on port " + port, e);
        }
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }

    private interface Answers {
        InboxAnswer to(HttpExchange request) throws IOException;
    }

    private static HttpHandler answering(Answers answers) {
        return exchange -> {
            try (exchange) {
                answer(answers, exchange).send(exchange);
            }
        };
    }

    private static InboxAnswer answer(Answers answers, HttpExchange exchange) throws IOException {
        try {
            return answers.to(exchange);
        } catch (IllegalArgumentException e) {
            return InboxAnswer.text(400, "the request is not understood");
        }
    }

    private static String page() throws IOException {
        try (InputStream page = Objects.requireNonNull(InboxServer.class.getResourceAsStream("inbox.html"))) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
