package org.redstats.gateway.route;

import java.io.IOException;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Passes on what a service answers: a small answer in one piece with its head, which is one packet and not two; a stream
 * as it comes.
 */
@Component
class AnswerWriter implements GlobalFilter, Ordered {

    private static final int SMALL = 8192;

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange).then(Mono.defer(() -> write(exchange))).doFinally(end -> {
            if (end != SignalType.ON_COMPLETE) {
                close(exchange);
            }
        });
    }

    private static Mono<Void> write(ServerWebExchange exchange) {
        Connection connection = answer(exchange);
        if (connection == null) {
            return Mono.empty(); // a WebSocket
        }
        ServerHttpResponse response = exchange.getResponse();
        passHeaders(exchange.getRequiredAttribute(ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR), response.getHeaders());
        ByteBufFlux parts = connection.inbound().receive();
        var buffers = (NettyDataBufferFactory) response.bufferFactory();
        long length = response.getHeaders().getContentLength();
        if (length > 0 && length <= SMALL && !HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
            return response.writeWith(parts.aggregate().retain().<DataBuffer>map(buffers::wrap)
                    .onErrorMap(IOException.class, AnswerWriter::cut));
        }
        Flux<DataBuffer> body = parts.retain().map(buffers::wrap);
        return isStream(response) ? response.writeAndFlushWith(body.map(Flux::just)) : response.writeWith(body);
    }

    private static void passHeaders(HttpClientResponse answer, HttpHeaders to) {
        Set<String> kept = ForwardedHeaders
                .betweenNeighbours(answer.responseHeaders().getAll(HttpHeaders.CONNECTION));
        answer.responseHeaders().forEach(header -> {
            if (!kept.contains(header.getKey())) {
                to.add(header.getKey(), header.getValue());
            }
        });
    }

    private static boolean isStream(ServerHttpResponse response) {
        String type = response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    private static ResponseStatusException cut(IOException cause) {
        return new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE,
                "the service closed the connection before its answer was whole", cause);
    }

    private static void close(ServerWebExchange exchange) {
        Connection connection = answer(exchange);
        if (connection != null) {
            connection.dispose();
        }
    }

    private static @Nullable Connection answer(ServerWebExchange exchange) {
        return exchange.getAttribute(ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR);
    }

    /** Around the failover, which may drop an answer for another one's. */
    @Override
    public int getOrder() {
        return -1;
    }
}
