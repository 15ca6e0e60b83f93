package org.redstats.gateway.client;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A client asks more often than it may; says when it may again. */
class TooManyRequests extends ResponseStatusException {

    private static final long serialVersionUID = 1;

    private final long seconds;

    TooManyRequests(long seconds) {
        super(HttpStatus.TOO_MANY_REQUESTS, "too many requests; the next one may come in " + seconds + " s");
        this.seconds = seconds;
    }

    @Override
    public HttpHeaders getHeaders() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
        return headers;
    }
}
