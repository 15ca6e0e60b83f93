package org.redstats.gateway.failover;

import org.jspecify.annotations.Nullable;
import org.redstats.gateway.balance.Instance;
import org.redstats.gateway.balance.Tried;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives a request that an instance failed to another instance, where that cannot do its work twice. */
public class Failover implements GatewayFilter {

    private static final Logger log = LoggerFactory.getLogger(Failover.class);
    private static final int ATTEMPTS = 3;

    private final String service;

    public Failover(String service) {
        this.service = service;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return attempt(exchange, chain, 1, null);
    }

    private Mono<Void> attempt(ServerWebExchange exchange, GatewayFilterChain chain, int number,
            @Nullable BackendUnavailable before) {
        return chain.filter(exchange).onErrorResume(error -> {
            Outage outage = exchange.getResponse().isCommitted() ? null : Outage.behind(error);
            if (outage == null) {
                return Mono.error(error);
            }
            if (outage == Outage.NONE_READY && before != null) {
                return Mono.error(before);
            }
            note(exchange, outage, error);
            var unavailable = new BackendUnavailable(service, outage, error);
            if (number == ATTEMPTS || !outage.letsRepeat(exchange.getRequest().getMethod())) {
                return Mono.error(unavailable);
            }
            ServerWebExchangeUtils.reset(exchange);
            return attempt(exchange, chain, number + 1, unavailable);
        });
    }

    private void note(ServerWebExchange exchange, Outage outage, Throwable error) {
        if (exchange
                .getAttribute(ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR) instanceof Response<?> chosen
                && chosen.getServer() instanceof Instance instance && outage != Outage.NONE_READY) {
            Tried.add(exchange.getAttributes(), instance);
            if (outage == Outage.REFUSED) {
                instance.down(String.valueOf(error));
            } else {
                log.warn("{} at {} {}: {} {}", service, instance.getUri().getAuthority(), outage.description(),
                        exchange.getRequest().getMethod(), exchange.getRequest().getPath(), error);
            }
        }
    }
}
