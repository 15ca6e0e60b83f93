package org.redstats.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import com.sun.net.httpserver.HttpExchange;

/** What the inbox answers to one request. */
record InboxAnswer(int status, String contentType, String body) {

    static InboxAnswer text(int status, String text) {
        return new InboxAnswer(status, "text/plain; charset=utf-8", text);
    }

    static InboxAnswer notFound() {
        return text(404, "404 page not found");
    }

    void send(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
