package org.redstats.subscribe.subscriptions;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.redstats.auth.Bearer;
import org.redstats.auth.Caller;
import org.redstats.auth.Refused;
import org.redstats.auth.servlet.CallerFilter;
import org.redstats.subscribe.Token;
import org.springframework.http.HttpHeaders;

/**
 * Whoever claims a subscription: by its own token, or signed in as the user whose images it is about.
 *
 * @param token what came as a bearer token, whosesoever it is
 */
record Holder(Caller caller, @Nullable Token token) {

    static Holder of(HttpServletRequest request) {
        var bearer = Bearer.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        return new Holder(CallerFilter.callerOf(request), bearer == null ? null : new Token(bearer));
    }

    boolean holds(Subscription subscription) {
        return (caller.isSignedIn() && caller.maySee(subscription.userId()))
                || (token != null && subscription.belongsTo(token));
    }

    /**
     * The token alone does not let its holder watch others; while sign-in is off there are no others.
     *
     * @throws Refused when it is not for the holder to see this user's images, or everybody's
     */
    void requireMaySee(@Nullable String userId) {
        if (!caller.maySee(userId)) {
            throw Refused.forbidden();
        }
    }
}
