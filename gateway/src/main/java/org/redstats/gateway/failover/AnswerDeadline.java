package org.redstats.gateway.failover;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

import org.redstats.gateway.GatewayProperties;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.publisher.Sinks;

/**
 * Gives up on a service that neither takes the request nor answers it, and on a client that keeps the rest of its request
 * to itself, which is not held against the service. Each part of the body sets the clock back by the time that so many
 * bytes may take, so that a large upload over a slow line has all the time it needs, and one that trickles has not. The
 * clock stops with the head of the answer, so that a stream or a WebSocket may last. One look now and then at all that wait
 * is far cheaper than a timer for each.
 */
@Component
public class AnswerDeadline implements GatewayFilter, SmartLifecycle {

    private static final int LOOKS = 20;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Duration timeout;
    private final long bodyRate;
    private final Set<Waiting> all = ConcurrentHashMap.newKeySet();
    private Disposable looking = Disposables.disposed();

    AnswerDeadline(GatewayProperties properties) {
        this.timeout = properties.answerTimeout();
        this.bodyRate = properties.limits().bodyRate().toBytes();
    }

    /** A request that has no answer yet. */
    private static final class Waiting {
        private final Sinks.Empty<Void> late = Sinks.empty();
        private final AtomicLong wanted = new AtomicLong();
        private final long begin = System.nanoTime();
        private volatile long since = begin;
        private long bytes;

        /** Parts of one body come one after the other. */
        void part(int length, long bytesPerSecond) {
            wanted.decrementAndGet();
            bytes += length;
            since = Math.min(System.nanoTime(), begin + bytes * NANOS_PER_SECOND / bytesPerSecond);
        }

        /** From here on it is the service's time. */
        void complete() {
            wanted.set(0);
            since = System.nanoTime();
        }

        /** Whether the service would take more of the body than the client has sent. */
        boolean isForTheClient() {
            return wanted.get() > 0;
        }
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

    private ServerHttpRequest reporting(ServerHttpRequest request, Waiting waiting) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return super.getBody()
                        .doOnRequest(parts -> waiting.wanted.updateAndGet(before -> Operators.addCap(before, parts)))
                        .doOnNext(part -> waiting.part(part.readableByteCount(), bodyRate))
                        .doOnComplete(waiting::complete);
            }
        };
    }

    private void look() {
        long now = System.nanoTime();
        List<Waiting> tooLong = all.stream().filter(each -> now - each.since > timeout.toNanos()).toList();
        tooLong.stream().filter(all::remove).forEach(each -> each.late.tryEmitError(each.isForTheClient()
                ? new ResponseStatusException(HttpStatus.REQUEST_TIMEOUT,
                        "the rest of the request did not come in time")
                : new TimeoutException("no answer within " + timeout)));
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
