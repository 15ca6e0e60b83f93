package org.redstats.gateway.failover;

import java.util.Set;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Whether a request comes with a body. */
public final class Bodies {

    private static final Set<HttpMethod> USUALLY_WITHOUT = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private Bodies() {}

    /** False only where there is certainly none. */
    public static boolean mayHaveOne(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        return !USUALLY_WITHOUT.contains(request.getMethod())
                || headers.getFirst(HttpHeaders.CONTENT_LENGTH) != null
                || headers.getFirst(HttpHeaders.TRANSFER_ENCODING) != null;
    }
}
