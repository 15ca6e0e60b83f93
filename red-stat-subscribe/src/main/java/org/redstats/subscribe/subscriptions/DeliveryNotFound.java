package org.redstats.subscribe.subscriptions;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The subscription has no such delivery, or it is forgotten. */
final class DeliveryNotFound extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    DeliveryNotFound() {
        super(HttpStatus.NOT_FOUND, ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND,
                "The subscription has no such delivery."), null);
    }
}
