package org.redstats.subscribe.subscriptions;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The change would make a second subscription of the same address, threshold and user. */
final class AlreadySubscribed extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    AlreadySubscribed(Throwable cause) {
        super(HttpStatus.CONFLICT, ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT,
                "This address has a subscription with this threshold and user already."), cause);
    }
}
