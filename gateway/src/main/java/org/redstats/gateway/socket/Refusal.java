package org.redstats.gateway.socket;

import io.netty.handler.codec.http.HttpResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;

/** A service does not open a WebSocket, and says so by an HTTP status. */
class Refusal extends ResponseStatusException {

    private static final long serialVersionUID = 1;

    private final HttpHeaders headers = new HttpHeaders();

    Refusal(HttpResponse answer, Throwable cause) {
        super(HttpStatusCode.valueOf(answer.status().code()), "the service does not open this WebSocket", cause);
        String retryAfter = answer.headers().get(HttpHeaders.RETRY_AFTER);
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, retryAfter);
        }
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }
}
