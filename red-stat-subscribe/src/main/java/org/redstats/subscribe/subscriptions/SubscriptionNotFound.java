package org.redstats.subscribe.subscriptions;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** There is no such subscription, or the token is not its own: a stranger cannot tell which. */
final class SubscriptionNotFound extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    SubscriptionNotFound() {
        super(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
                "No subscription has this id and this token."), null);
    }
}
