package org.redstats.gateway.balance;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
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

    private static final int ORDER = 10_001;
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
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        String service = route.getUri().getHost();
        return fleets.of(service).next(Tried.in(exchange.getAttributes())).flatMap(chosen -> {
            choose(exchange, chosen.orElseThrow(() -> new NoInstanceReady(service)));
            return chain.filter(exchange);
        });
    }

    private static void choose(ServerWebExchange exchange, Instance instance) {
        exchange.getAttributes().put(CHOSEN, instance);
        exchange.getAttributes()
                .put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, instance.at(exchange.getRequest().getURI()));
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
