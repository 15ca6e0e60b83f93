package org.redstats.gateway.route;

import java.util.List;

import org.redstats.auth.Bearer;
import org.redstats.auth.SignIn;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Lets nothing through to a service that comes without a token to be believed, where tokens are asked for. The service
 * looks at it again, and at whose data the request is about.
 */
@Component
class SignInFilter implements GlobalFilter, Ordered {

    private final SignIn signIn;

    SignInFilter(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!signIn.isOn()) {
            return chain.filter(exchange);
        }
        var request = exchange.getRequest();
        var token = Bearer.of(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION),
                request.getHeaders().getOrDefault("Sec-WebSocket-Protocol", List.of()));
        // Where it may wait: the issuer's keys are fetched now and then.
        return Mono.fromCallable(() -> signIn.caller(request.getPath().pathWithinApplication(), token))
                .subscribeOn(Schedulers.boundedElastic())
                .then(chain.filter(exchange));
    }

    /** Before anything is done for the request. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
