package org.redstats.gateway.route;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.redstats.gateway.client.Proxies;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * The headers of a request as a service gets them: tells it who asked, and by which address. What a client says of itself in these headers is believed only from
 * a proxy that the operator trusts.
 */
@Component
class ForwardedHeaders implements HttpHeadersFilter, Ordered {

    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String HOST = "X-Forwarded-Host";
    private static final String PORT = "X-Forwarded-Port";
    private static final String PREFIX = "X-Forwarded-";
    private static final Set<String> ABOUT_THE_CLIENT = names("Forwarded", "X-Real-IP");
    private static final Set<String> BETWEEN_NEIGHBOURS = names("Connection", "Keep-Alive", "Transfer-Encoding", "TE",
            "Trailer", "Proxy-Authorization", "Proxy-Authenticate", "Upgrade");

    private final Proxies proxies;

    ForwardedHeaders(Proxies proxies) {
        this.proxies = proxies;
    }

    /** All headers for the service, each once: those of the client that go further, and those about it. */
    void pass(ServerHttpRequest request, BiConsumer<String, List<String>> to) {
        HttpHeaders headers = request.getHeaders();
        Set<String> kept = betweenNeighbours(headers.getOrEmpty(HttpHeaders.CONNECTION));
        headers.forEach((name, values) -> {
            if (!kept.contains(name) && !isAboutTheClient(name)) {
                to.accept(name, values);
            }
        });
        InetSocketAddress peer = request.getRemoteAddress();
        HttpHeaders said = proxies.trusts(peer) ? headers : HttpHeaders.EMPTY;
        pass(FOR, chain(String.join(", ", said.getOrEmpty(FOR)), peer), to);
        pass(PROTO, or(said.getFirst(PROTO), request.getURI().getScheme()), to);
        pass(HOST, or(said.getFirst(HOST), headers.getFirst(HttpHeaders.HOST)), to);
        pass(PORT, or(said.getFirst(PORT), port(request)), to);
    }

    /** The names of headers that are not for whoever is behind the next one. */
    static Set<String> betweenNeighbours(List<String> connection) {
        if (connection.isEmpty()) {
            return BETWEEN_NEIGHBOURS;
        }
        var names = names();
        names.addAll(BETWEEN_NEIGHBOURS);
        connection.forEach(options -> Stream.of(options.split(",", -1)).map(String::strip).forEach(names::add));
        return names;
    }

    private static boolean isAboutTheClient(String name) {
        return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) || ABOUT_THE_CLIENT.contains(name);
    }

    private static Set<String> names(String... names) {
        var all = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        all.addAll(List.of(names));
        return all;
    }

    /** For a WebSocket, whose headers go another way. */
    @Override
    public HttpHeaders filter(HttpHeaders input, ServerWebExchange exchange) {
        var headers = new HttpHeaders();
        pass(exchange.getRequest(), headers::put);
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

    private static void pass(String name, @Nullable String value, BiConsumer<String, List<String>> to) {
        if (value != null) {
            to.accept(name, List.of(value));
        }
    }

    /** After the filter that takes away what the client sent. */
    @Override
    public int getOrder() {
        return 1;
    }
}
