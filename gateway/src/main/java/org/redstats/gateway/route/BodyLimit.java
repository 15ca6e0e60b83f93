package org.redstats.gateway.route;

import org.redstats.gateway.failover.Bodies;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Refuses a request that is too large: at once where it says so, else as soon as it shows. */
class BodyLimit implements GatewayFilter {

    private final DataSize limit;

    BodyLimit(DataSize limit) {
        this.limit = limit;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (request.getHeaders().getContentLength() > limit.toBytes()) {
            return Mono.error(tooLarge());
        }
        if (!Bodies.mayHaveOne(request)) {
            return chain.filter(exchange);
        }
        return chain.filter(exchange.mutate().request(counting(request)).build());
    }

    private ServerHttpRequest counting(ServerHttpRequest request) {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return Flux.defer(() -> {
                    long[] seen = {0};
                    return super.getBody().handle((part, sink) -> {
                        seen[0] += part.readableByteCount();
                        if (seen[0] > limit.toBytes()) {
                            DataBufferUtils.release(part);
                            sink.error(tooLarge());
                        } else {
                            sink.next(part);
                        }
                    });
                });
            }
        };
    }

    private ResponseStatusException tooLarge() {
        return new ResponseStatusException(HttpStatus.CONTENT_TOO_LARGE,
                "the request is larger than " + limit.toBytes() + " bytes");
    }
}
