package org.redstats.auth.servlet;

import java.io.IOException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.redstats.auth.Bearer;
import org.redstats.auth.Caller;
import org.redstats.auth.Refused;
import org.redstats.auth.SignIn;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ServletRequestPathUtils;

/** Finds out who asks before anything else looks at a request, and lets nobody else through. */
public final class CallerFilter extends OncePerRequestFilter {

    private static final String CALLER = Caller.class.getName();

    private final SignIn signIn;
    private final HandlerExceptionResolver problems;

    CallerFilter(SignIn signIn, HandlerExceptionResolver problems) {
        this.signIn = signIn;
        this.problems = problems;
    }

    /** Who sent a request. */
    public static Caller callerOf(HttpServletRequest request) {
        if (request.getAttribute(CALLER) instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("nobody has looked who sent this request");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (signIn.isOn()) {
            response.addHeader(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
        }
        try {
            var path = ServletRequestPathUtils.parseAndCache(request).pathWithinApplication();
            request.setAttribute(CALLER,
                    signIn.caller(path, Bearer.of(request.getHeader(HttpHeaders.AUTHORIZATION))));
        } catch (Refused e) {
            problems.resolveException(request, response, null, e);
            return;
        }
        chain.doFilter(request, response);
    }
}
