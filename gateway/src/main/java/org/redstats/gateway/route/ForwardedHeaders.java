package org.redstats.gateway.route;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;
import org.redstats.gateway.client.Proxies;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Tells a service who asked, and by which address. What a client says of itself in these headers is believed only from
 * a proxy that the operator trusts.
 */
@Component
class ForwardedHeaders implements HttpHeadersFilter, Ordered {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";
    private static final String PORT = "X-Forwarded-Port";

    private final Proxies proxies;

    ForwardedHeaders(Proxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        InetSocketAddress peer = request.getRemoteAddress();
        HttpHeaders said = proxies.trusts(peer) ? request.getHeaders() : new HttpHeaders();
        var headers = new HttpHeaders();
        input.forEach(headers::addAll);
        headers.remove("X-Real-IP");
        set(headers, FOR, chain(String.join(", ", said.getOrEmpty(FOR)), peer));
        set(headers, PROTO, or(said.getFirst(PROTO), request.getURI().getScheme()));
        set(headers, HOST, or(said.getFirst(HOST), request.getHeaders().getFirst(HttpHeaders.HOST)));
        set(headers, PORT, or(said.getFirst(PORT), port(request)));
        return headers;
    }

    private static @Nullable String chain(String before, @Nullable InetSocketAddress peer) {
        if (peer == null || peer.getAddress() == null) {
            return before.isEmpty() ? null : before;
        }
        String address = peer.getAddress().getHostAddress();
        return before.isEmpty() ? address : before + ", " + address;
    }

    private static @Nullable String port(ServerHttpRequest request) {
        int port = request.getURI().getPort();
        return String.valueOf(port >= 0 ? port : "https".equals(request.getURI().getScheme()) ? 443 : 80);
    }

    private static @Nullable String or(@Nullable String said, @Nullable String own) {
        return said == null ? own : said;
    }

    private static void set(HttpHeaders headers, String name, @Nullable String value) {
        if (value == null) {
            headers.remove(name);
        } else {
            headers.set(name, value);
        }
    }

    /** After the filter that takes away what the client sent. */
    @Override
    public int getOrder() {
        return 1;
    }
}
