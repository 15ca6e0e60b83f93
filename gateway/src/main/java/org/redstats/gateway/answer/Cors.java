package org.redstats.gateway.answer;

import java.time.Duration;
import java.util.List;

import org.redstats.gateway.GatewayProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets pages of other origins ask, where the operator has named them. Others get no permission, by which their browser
 * keeps the answer from them; they are not refused here, since behind a proxy even our own page may look like another's.
 * Live alerts are for red-stat-notify to give; only what a browser asks beforehand is answered here for them.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class Cors implements WebFilter {

    private static final String LIVE = "/ws";
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final CorsProcessor processor = new DefaultCorsProcessor();
    private final CorsConfiguration allowed = new CorsConfiguration();

    Cors(GatewayProperties properties) {
        allowed.setAllowedOrigins(properties.cors().allowedOrigins());
        allowed.setAllowedMethods(List.of(CorsConfiguration.ALL));
        allowed.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        allowed.setExposedHeaders(List.of(HttpHeaders.LOCATION, HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER, "RateLimit",
                "RateLimit-Policy"));
        allowed.setMaxAge(REMEMBERED);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        boolean asksBeforehand = CorsUtils.isPreFlightRequest(request);
        if (allowed.checkOrigin(request.getHeaders().getOrigin()) == null
                || (request.getPath().value().startsWith(LIVE) && !asksBeforehand)) {
            return chain.filter(exchange);
        }
        if (!processor.process(allowed, exchange)) {
            return Mono
                    .error(new ResponseStatusException(HttpStatus.FORBIDDEN, "pages of this origin may not do this"));
        }
        return asksBeforehand ? exchange.getResponse().setComplete() : chain.filter(exchange);
    }
}
