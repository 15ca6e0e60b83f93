package org.redstats.auth;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where a request carries its token: in {@code Authorization: Bearer}; or, because a browser's WebSocket cannot send
 * that header and an address ends up in logs, as a second one of the subprotocols it offers:
 * {@code Sec-WebSocket-Protocol: red.alerts, bearer.<token>}.
 */
public final class Bearer {

    /** The subprotocol that is really spoken. */
    public static final String SUBPROTOCOL = "red.alerts";

    private static final String SCHEME = "Bearer ";
    private static final String AS_SUBPROTOCOL = "bearer.";

    private Bearer() {}

    /** @param authorization the header; null when there is none */
    public static @Nullable String of(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        var token = authorization.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : token;
    }

    /** @param subprotocols the headers that offer them, each with one or several */
    public static @Nullable String of(@Nullable String authorization, List<String> subprotocols) {
        var token = of(authorization);
        if (token != null) {
            return token;
        }
        for (var offered : String.join(",", subprotocols).split(",", -1)) {
            if (offered.strip().startsWith(AS_SUBPROTOCOL)) {
                return offered.strip().substring(AS_SUBPROTOCOL.length());
            }
        }
        return null;
    }
}
