package org.redstats.subscribe.allowance;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Too much was asked for in too short a time. */
public final class AllowanceSpent extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    AllowanceSpent(String whose, long seconds) {
        super(HttpStatus.TOO_MANY_REQUESTS, ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS,
                "Too many subscriptions of this " + whose + "; try again in " + seconds + " seconds."), null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    }
}
