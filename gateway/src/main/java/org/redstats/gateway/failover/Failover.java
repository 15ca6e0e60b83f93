package org.redstats.gateway.failover;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.redstats.gateway.balance.Fleets;
import org.redstats.gateway.balance.Instance;
import org.redstats.gateway.balance.Tried;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Gives a request that an instance failed to another instance, where that cannot do its work twice. An instance that
 * answers 503, as one does that is about to stop, is passed over too while there is another; the last one's 503 is the
 * client's answer.
 */
public class Failover implements GatewayFilter {

    private static final Logger log = LoggerFactory.getLogger(Failover.class);
    private static final int ATTEMPTS = 3;

    private final String service;
    private final Fleets fleets;

    public Failover(String service, Fleets fleets) {
        this.service = service;
        this.fleets = fleets;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return attempt(exchange, chain, 1, null);
    }

    private Mono<Void> attempt(ServerWebExchange exchange, GatewayFilterChain chain, int number,
            @Nullable Throwable before) {
        var call = new Call(exchange);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(call::answered));
        return chain.filter(exchange)
                .then(Mono.just(Optional.<Throwable>empty()))
                .onErrorResume(error -> Mono.just(Optional.of(error)))
                .doOnCancel(call::leftOpen)
                .flatMap(failure -> {
                    Throwable error = failure.orElse(null);
                    Outage outage = outage(exchange, error);
                    tell(call, outage, error);
                    if (outage == null) {
                        return end(error);
                    }
                    if (outage == Outage.NONE_READY && before != null) {
                        return end(before);
                    }
                    note(exchange, call, outage, error);
                    Throwable answer = outage == Outage.BUSY ? error : new BackendUnavailable(service, outage, error);
                    if (number == ATTEMPTS || !mayBeRepeated(exchange, outage)) {
                        return end(answer);
                    }
                    ServerWebExchangeUtils.reset(exchange);
                    return attempt(exchange, chain, number + 1, answer);
                });
    }

    /** With an error, or with the service's own answer. */
    private static Mono<Void> end(@Nullable Throwable error) {
        return error == null ? Mono.empty() : Mono.error(error);
    }

    private static @Nullable Outage outage(ServerWebExchange exchange, @Nullable Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return null;
        }
        if (error != null) {
            return Outage.behind(error);
        }
        return exchange.getResponse().getStatusCode() == HttpStatus.SERVICE_UNAVAILABLE ? Outage.BUSY : null;
    }

    private boolean mayBeRepeated(ServerWebExchange exchange, Outage outage) {
        return outage.letsRepeat(exchange.getRequest().getMethod())
                && (outage != Outage.BUSY || fleets.haveAnother(service, exchange.getAttributes()));
    }

    /** A refused connection has taken the instance out already; that it comes back is seen by its readiness. */
    private static void tell(Call call, @Nullable Outage outage, @Nullable Throwable error) {
        if (error != null && (outage == Outage.CUT || outage == Outage.SILENT)) {
            call.failed(error);
        } else if (error == null || outage == Outage.BUSY) {
            call.answered();
        } else {
            call.leftOpen();
        }
    }

    private void note(ServerWebExchange exchange, Call call, Outage outage, @Nullable Throwable error) {
        Instance instance = call.instance();
        if (instance == null) {
            return;
        }
        Tried.add(exchange.getAttributes(), instance);
        switch (outage) {
            case REFUSED -> instance.down(String.valueOf(error));
            case BUSY -> log.debug("{} at {} answers 503", service, instance.authority());
            default -> log.warn("{} at {} {}: {} {} {}", service, instance.authority(),
                    outage.description(), exchange.getRequest().getMethod(), exchange.getRequest().getPath(),
                    String.valueOf(error));
        }
    }
}
