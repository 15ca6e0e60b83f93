package org.redstats.gateway.route;

import java.net.URI;

import io.netty.handler.codec.http.HttpMethod;
import org.redstats.gateway.failover.Bodies;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Sends a request to the instance that was chosen for it and keeps its answer, of which only the status is looked
 * at before {@link AnswerWriter} passes it on. Headers are copied once, and a request without a body leaves in one piece.
 */
@Component
class Forwarder implements GlobalFilter, Ordered {

    private final HttpClient client;
    private final ForwardedHeaders headers;

    Forwarder(HttpClient client, ForwardedHeaders headers) {
        this.client = client;
        this.headers = headers;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        URI url = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        return client.request(HttpMethod.valueOf(request.getMethod().name())).uri(url).send((head, body) -> {
            headers.pass(request, head.requestHeaders()::set);
            return Bodies.mayHaveOne(request)
                    ? body.send(request.getBody().map(NettyDataBufferFactory::toByteBuf))
                    : Mono.empty();
        }).responseConnection((answer, connection) -> {
            keep(answer, connection, exchange);
            return Mono.<Void>empty();
        }).then();
    }

    private static void keep(HttpClientResponse answer, Connection connection, ServerWebExchange exchange) {
        exchange.getAttributes().put(ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR, connection);
        exchange.getAttributes().put(ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR, answer);
        exchange.getResponse().setRawStatusCode(answer.status().code());
    }

    /** When all else is done. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
