package org.redstats.gateway.answer;

import java.util.regex.Pattern;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses paths that a service might read otherwise than the gateway did: {@code /stat/..;/actuator} would be routed by
 * its first part and answered by its last one.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class PathGuard implements WebFilter {

    private static final Pattern AMBIGUOUS = Pattern.compile("/\\.|//|[;\\\\]|%(2e|2f|5c|3b|25|00)",
            Pattern.CASE_INSENSITIVE);

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (AMBIGUOUS.matcher(exchange.getRequest().getPath().value()).find()) {
            return Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
        }
        return chain.filter(exchange);
    }
}
