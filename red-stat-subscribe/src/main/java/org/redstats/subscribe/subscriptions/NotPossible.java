package org.redstats.subscribe.subscriptions;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** What was asked for does not fit the subscription as it is. */
final class NotPossible extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    NotPossible(String why) {
        super(HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, why), null);
    }
}
