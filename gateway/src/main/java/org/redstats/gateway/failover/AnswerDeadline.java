package org.redstats.gateway.failover;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gives up on a service that neither takes the request nor answers it. The clock starts again with each part of the
 * body, so that a large upload over a slow line has all the time it needs, and stops with the head of the answer, so
 * that a stream or a WebSocket may last.
 */
public class AnswerDeadline implements GatewayFilter {

    private final Duration timeout;

    public AnswerDeadline(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        Sinks.Empty<Void> answered = Sinks.empty();
        Sinks.Many<Boolean> progress = Sinks.many().multicast().directBestEffort();
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(answered::tryEmitEmpty));
        return Mono.firstWithSignal(
                chain.filter(exchange.mutate().request(reporting(exchange.getRequest(), progress)).build()),
                silence(progress.asFlux(), answered.asMono()));
    }

    private Mono<Void> silence(Flux<Boolean> progress, Mono<Void> answered) {
        return progress.startWith(true)
                .switchMap(part -> Mono.delay(timeout))
                .takeUntilOther(answered)
                .next()
                .flatMap(late -> Mono.<Void>error(new TimeoutException("no answer within " + timeout)))
                .switchIfEmpty(Mono.never());
    }

    private static ServerHttpRequest reporting(ServerHttpRequest request, Sinks.Many<Boolean> progress) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody().doOnNext(part -> progress.tryEmitNext(true));
            }
        };
    }
}
