package org.redstats.gateway.socket;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketSession;
import org.springframework.web.reactive.socket.client.WebSocketClient;
import org.springframework.web.reactive.socket.server.WebSocketService;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.UriComponentsBuilder;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Connects a WebSocket to a service. In contrast to the filter that comes with the framework, the service's side is
 * opened first, so that a refusal is an HTTP answer and not an open socket that closes at once; and every close code
 * that may be sent is passed on (that filter makes 1002 of 1012).
 */
@Component
class WebSocketProxy implements GlobalFilter, Ordered {

    private final WebSocketClient client;
    private final WebSocketService server;
    private final List<HttpHeadersFilter> headersFilters;
    private final OpenSockets open;

    WebSocketProxy(WebSocketClient client, WebSocketService server, List<HttpHeadersFilter> headersFilters,
            OpenSockets open) {
        this.client = client;
        this.server = server;
        this.headersFilters = headersFilters;
        this.open = open;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        if (!"websocket".equalsIgnoreCase(exchange.getRequest().getHeaders().getUpgrade())
                || ServerWebExchangeUtils.isAlreadyRouted(exchange)) {
            return chain.filter(exchange);
        }
        ServerWebExchangeUtils.setAlreadyRouted(exchange);
        URI url = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        return client.execute(webSocket(url), headers(exchange), connecting(exchange))
                .onErrorMap(WebSocketClientHandshakeException.class, WebSocketProxy::refusal);
    }

    private WebSocketHandler connecting(ServerWebExchange exchange) {
        List<String> offered = protocols(exchange.getRequest().getHeaders());
        return new WebSocketHandler() {
            @Override
            public List<String> getSubProtocols() {
                return offered;
            }

            @Override
            public Mono<Void> handle(WebSocketSession service) {
                Sinks.Empty<Void> ended = Sinks.empty();
                // The upgrade is done when the handshake is; the service's side must stay open for as long as the visitor's.
                return server.handleRequest(exchange, accepting(service, ended)).then(ended.asMono());
            }
        };
    }

    private WebSocketHandler accepting(WebSocketSession service, Sinks.Empty<Void> ended) {
        String chosen = service.getHandshakeInfo().getSubProtocol();
        return new WebSocketHandler() {
            @Override
            public List<String> getSubProtocols() {
                return chosen == null ? List.of() : List.of(chosen);
            }

            @Override
            public Mono<Void> handle(WebSocketSession visitor) {
                return open.during(new SocketPair(visitor, service)).doFinally(end -> ended.tryEmitEmpty());
            }
        };
    }

    private HttpHeaders headers(ServerWebExchange exchange) {
        var headers = new HttpHeaders();
        HttpHeadersFilter.filterRequest(headersFilters, exchange).forEach((name, values) -> {
            if (!name.toLowerCase(Locale.ROOT).startsWith("sec-websocket")) {
                headers.addAll(name, values);
            }
        });
        return headers;
    }

    private static List<String> protocols(HttpHeaders headers) {
        return headers.getValuesAsList("Sec-WebSocket-Protocol").stream().filter(StringUtils::hasText).toList();
    }

    private static URI webSocket(URI url) {
        String scheme = "https".equals(url.getScheme()) || "wss".equals(url.getScheme()) ? "wss" : "ws";
        return UriComponentsBuilder.fromUri(url).scheme(scheme).build(true).toUri();
    }

    /** The service's own answer to the upgrade, such as 429, is the visitor's answer. */
    private static Throwable refusal(WebSocketClientHandshakeException e) {
        if (e.response() == null || e.response().status().code() < 400) {
            return e;
        }
        return new Refusal(e.response(), e);
    }

    /** After the instance was chosen, before the framework's own filter. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE - 2;
    }
}
