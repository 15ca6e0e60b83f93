package org.redstats.gateway.balance;

import java.net.URI;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Chooses the instance for a request to {@code fleet://service}. */
@Component
public class InstanceChoice implements GlobalFilter, Ordered {

    /** The scheme of an address that names a service and not a host. */
    public static final String SCHEME = "fleet";

    private static final String CHOSEN = InstanceChoice.class.getName();

    private final Fleets fleets;

    InstanceChoice(Fleets fleets) {
        this.fleets = fleets;
    }

    /** The instance that was chosen for this request; null as long as there is none. */
    public static @Nullable Instance of(ServerWebExchange exchange) {
        return exchange.getAttribute(CHOSEN);
    }

    /** Before another one is chosen. */
    public static void forget(ServerWebExchange exchange) {
        exchange.getAttributes().remove(CHOSEN);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI url = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (!SCHEME.equals(url.getScheme())) {
            return chain.filter(exchange);
        }
        return fleets.of(url.getHost()).next(Tried.in(exchange.getAttributes())).flatMap(instance -> {
            choose(exchange, url, instance);
            return chain.filter(exchange);
        });
    }

    private static void choose(ServerWebExchange exchange, URI url, Optional<Instance> chosen) {
        Instance instance = chosen.orElseThrow(() -> new NoInstanceReady(url.getHost()));
        exchange.getAttributes().put(CHOSEN, instance);
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, instance.at(url));
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 1;
    }
}
