package org.redstats.subscribe.web;

import java.io.IOException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.redstats.subscribe.worker.Pace;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Somebody waits for the answer to a request: what else there is to do gives way to it. */
@Component
class RequestsFirst extends OncePerRequestFilter {

    private final Pace pace;

    RequestsFirst(Pace pace) {
        this.pace = pace;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/sub");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        pace.requestBegins();
        try {
            chain.doFilter(request, response);
        } finally {
            pace.requestEnds();
        }
    }
}
