package org.redstats.auth;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** A request is not answered because of who asks; as an answer, with the challenge of RFC 6750. */
public final class Refused extends ResponseStatusException {

    private static final long serialVersionUID = 1L;

    private static final int RETRY_SECONDS = 5;

    private final transient HttpHeaders headers = new HttpHeaders();

    private Refused(HttpStatus status, String reason, String header, String value, @Nullable Throwable cause) {
        super(status, reason, cause);
        headers.set(header, value);
    }

    /** 401: there is no token. */
    static Refused noToken() {
        return new Refused(HttpStatus.UNAUTHORIZED, "Sign in: a token is needed, as Authorization: Bearer",
                HttpHeaders.WWW_AUTHENTICATE, "Bearer", null);
    }

    /** 401: the token is not to be believed. */
    static Refused badToken(String reason) {
        return new Refused(HttpStatus.UNAUTHORIZED, reason, HttpHeaders.WWW_AUTHENTICATE,
                "Bearer error=\"invalid_token\", error_description=\"" + reason + "\"", null);
    }

    /** 403: another's data. */
    public static Refused forbidden() {
        return new Refused(HttpStatus.FORBIDDEN, "Only your own user_id is yours to ask for",
                HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"insufficient_scope\", scope=\"" + Caller.ADMIN + "\"",
                null);
    }

    /** 503: nobody can say at the moment whether the token is to be believed. */
    static Refused unknown(Throwable cause) {
        return new Refused(HttpStatus.SERVICE_UNAVAILABLE,
                "The issuer of the tokens does not answer, so yours cannot be checked; try again",
                HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_SECONDS), cause);
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }
}
