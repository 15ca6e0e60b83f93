package org.redstats.gateway.failover;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A service gave no answer; says which one and why, and nothing of where it runs. */
class BackendUnavailable extends ResponseStatusException {

    private static final long serialVersionUID = 1;

    BackendUnavailable(String service, Outage outage, @Nullable Throwable cause) {
        super(HttpStatus.SERVICE_UNAVAILABLE, service + " " + outage.description(), cause);
    }
}
