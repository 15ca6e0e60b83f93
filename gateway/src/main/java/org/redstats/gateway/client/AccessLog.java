package org.redstats.gateway.client;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Publisher;
import org.redstats.gateway.balance.Instance;
import org.redstats.gateway.balance.InstanceChoice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/**
 * Writes one line for each request when it has ended: client, method, path, status, bytes of the answer before
 * compression, milliseconds, instance. Errors are answered here and not behind, so that their status is known.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@ConditionalOnBooleanProperty("red.gateway.access-log")
class AccessLog implements WebFilter, DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final int MOST_WAITING = 10_000;

    private final Proxies proxies;
    private final ErrorWebExceptionHandler errors;
    // A disk or a terminal that is slow must not hold up the requests; lines beyond what waits are lost.
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(0, 1, 10, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING), Thread.ofPlatform().name("access-log").factory(),
            new ThreadPoolExecutor.DiscardPolicy());

    AccessLog(Proxies proxies, ErrorWebExceptionHandler errors) {
        this.proxies = proxies;
        this.errors = errors;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long start = System.nanoTime();
        var bytes = new AtomicLong();
        ServerWebExchange counted = exchange.mutate().response(counting(exchange.getResponse(), bytes)).build();
        return chain.filter(counted)
                .onErrorResume(error -> errors.handle(counted, error))
                .doFinally(end -> write(line(counted, bytes.get(), Duration.ofNanos(System.nanoTime() - start), end)));
    }

    private void write(String line) {
        Executor inItsOwnTime = writer;
        inItsOwnTime.execute(() -> log.info(line));
    }

    private String line(ServerWebExchange exchange, long bytes, Duration duration, SignalType end) {
        ServerHttpRequest request = exchange.getRequest();
        InetAddress client = proxies.client(request);
        return String.join(" ", client == null ? "-" : client.getHostAddress(), request.getMethod().name(),
                Redacted.target(request.getURI()), status(exchange, end), Long.toString(bytes),
                duration.toMillis() + "ms", instance(exchange));
    }

    /** 499, as nginx has it, when the client went away before there was an answer. */
    private static String status(ServerWebExchange exchange, SignalType end) {
        if (end == SignalType.CANCEL && !exchange.getResponse().isCommitted()) {
            return "499";
        }
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return status == null ? "-" : Integer.toString(status.value());
    }

    private static String instance(ServerWebExchange exchange) {
        Instance instance = InstanceChoice.of(exchange);
        return instance == null ? "-" : instance.authority();
    }

    private static ServerHttpResponse counting(ServerHttpResponse response, AtomicLong bytes) {
        return new ServerHttpResponseDecorator(response) {
            @Override
            public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
                return super.writeWith(counted(body));
            }

            @Override
            public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
                return super.writeAndFlushWith(Flux.from(body).map(this::counted));
            }

            private Flux<DataBuffer> counted(Publisher<? extends DataBuffer> body) {
                return Flux.<DataBuffer>from(body).doOnNext(part -> bytes.addAndGet(part.readableByteCount()));
            }
        };
    }

    @Override
    public void destroy() {
        writer.close();
    }
}
