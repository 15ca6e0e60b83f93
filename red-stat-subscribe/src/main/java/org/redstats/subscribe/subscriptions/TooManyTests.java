package org.redstats.subscribe.subscriptions;

import java.time.Duration;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A test alert was asked for while the last one is still fresh. */
final class TooManyTests extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    TooManyTests(Duration pause) {
        super(HttpStatus.TOO_MANY_REQUESTS, ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS,
                "A subscription is tested at most once in " + pause.toSeconds() + " seconds."), null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(pause.toSeconds()));
    }
}
