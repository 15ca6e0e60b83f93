package org.redstats.gateway.socket;

import java.util.List;

import io.netty.handler.codec.http.HttpResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;

/** A service does not open a WebSocket, and says so by an HTTP status. */
class Refusal extends ResponseStatusException {

    private static final long serialVersionUID = 1;

    private static final List<String> PASSED_ON = List.of(HttpHeaders.RETRY_AFTER, HttpHeaders.WWW_AUTHENTICATE);

    private final HttpHeaders headers = new HttpHeaders();

    Refusal(HttpResponse answer, Throwable cause) {
        super(HttpStatusCode.valueOf(answer.status().code()), "the service does not open this WebSocket", cause);
        for (String name : PASSED_ON) {
            headers.addAll(name, answer.headers().getAll(name));
        }
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }
}
