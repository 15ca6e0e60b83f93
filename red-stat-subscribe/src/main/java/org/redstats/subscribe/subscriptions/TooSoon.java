package org.redstats.subscribe.subscriptions;

import java.time.Duration;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Something was asked for again while the last time is still fresh. */
final class TooSoon extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    TooSoon(String what, Duration pause) {
        super(HttpStatus.TOO_MANY_REQUESTS, ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS,
                what + " at most once in " + pause.toSeconds() + " seconds."), null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds()));
    }
}
