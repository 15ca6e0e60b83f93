package org.redstats.gateway.failover;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

import org.redstats.gateway.GatewayProperties;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Gives up on a service that neither takes the request nor answers it. The clock starts again with each part of the
 * body, so that a large upload over a slow line has all the time it needs, and stops with the head of the answer, so
 * that a stream or a WebSocket may last. One look now and then at all that wait is far cheaper than a timer for each.
 */
@Component
public class AnswerDeadline implements GatewayFilter, SmartLifecycle {

    private static final int LOOKS = 20;

    private final Duration timeout;
    private final Set<Waiting> all = ConcurrentHashMap.newKeySet();
    private Disposable looking = Disposables.disposed();

    AnswerDeadline(GatewayProperties properties) {
        this.timeout = properties.answerTimeout();
    }

    /** A request that has no answer yet. */
    private static final class Waiting {
        private final Sinks.Empty<Void> late = Sinks.empty();
        private volatile long since = System.nanoTime();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        var waiting = new Waiting();
        all.add(waiting);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> all.remove(waiting)));
        return chain.filter(Bodies.mayHaveOne(exchange.getRequest())
                ? exchange.mutate().request(reporting(exchange.getRequest(), waiting)).build()
                : exchange).takeUntilOther(waiting.late.asMono()).doFinally(end -> all.remove(waiting));
    }

    private static ServerHttpRequest reporting(ServerHttpRequest request, Waiting waiting) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody().doOnNext(part -> waiting.since = System.nanoTime());
            }
        };
    }

    private void look() {
        long now = System.nanoTime();
        List<Waiting> tooLong = all.stream().filter(each -> now - each.since > timeout.toNanos()).toList();
        tooLong.stream().filter(all::remove).forEach(
                each -> each.late.tryEmitError(new TimeoutException("no answer within " + timeout)));
    }

    @Override
    public void start() {
        looking = Flux.interval(timeout.dividedBy(LOOKS)).onBackpressureDrop().subscribe(tick -> look());
    }

    @Override
    public void stop() {
        looking.dispose();
    }

    @Override
    public boolean isRunning() {
        return !looking.isDisposed();
    }

    /** Until the web server has stopped, so that nobody waits for ever. */
    @Override
    public int getPhase() {
        return 0;
    }
}
