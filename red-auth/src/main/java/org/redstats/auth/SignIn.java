package org.redstats.auth;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Tells who asks. The rule, for the gateway and for every service: what is not named here needs a token. */
public final class SignIn {

    /** Descriptions hold no data, health and metrics are not routed, and mails link to pages with keys of their own. */
    private static final List<PathPattern> OPEN = patterns("/actuator/**", "/v3/api-docs/**", "/v3/api-docs.yaml",
            "/openapi/**", "/ws/asyncapi.json", "/sub/{id}/confirm", "/sub/{id}/unsubscribe");

    /** Here the token that a subscription was answered with is another way in. */
    private static final List<PathPattern> OF_A_SUBSCRIPTION = patterns("/sub/{id}/**");

    private final @Nullable TokenCheck check;

    public SignIn(AuthProperties properties) {
        check = properties.isOn() ? new TokenCheck(properties) : null;
    }

    /** Whether tokens are asked for. */
    public boolean isOn() {
        return check != null;
    }

    /**
     * Who asks for a path; may wait for the issuer's keys.
     *
     * @param token null when none came along
     * @throws Refused 401 without a token that is to be believed, 503 when nobody can say
     */
    public Caller caller(PathContainer path, @Nullable String token) {
        if (check == null) {
            return Caller.ANYBODY;
        }
        if (isOpen(path)) {
            return Caller.STRANGER;
        }
        if (token == null) {
            throw Refused.noToken();
        }
        if (token.indexOf('.') < 0 && matches(OF_A_SUBSCRIPTION, path)) {
            return Caller.STRANGER; // no JWT; the service knows its own
        }
        return check.check(token);
    }

    /** Whether a path needs no token even where tokens are asked for. */
    public static boolean isOpen(PathContainer path) {
        return matches(OPEN, path);
    }

    private static boolean matches(List<PathPattern> patterns, PathContainer path) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private static List<PathPattern> patterns(String... patterns) {
        return List.of(patterns).stream().map(PathPatternParser.defaultInstance::parse).toList();
    }
}
