package org.redstats.gateway.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import org.redstats.gateway.GatewayProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives each client so many requests a minute. They may come all at once, and come back evenly over the minute. Every
 * answer says how many are left, as the IETF's draft on RateLimit headers has it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
class RateLimit implements WebFilter {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_CLIENTS = 50_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final long requests;
    private final Proxies proxies;
    private final String policy;
    private final LoadingCache<InetAddress, Bucket> buckets;

    RateLimit(GatewayProperties properties, Proxies proxies) {
        requests = properties.limits().requestsPerMinute();
        this.proxies = proxies;
        policy = "\"client\";q=" + requests + ";w=" + WINDOW.toSeconds();
        // Whoever has not asked for a whole window has a full bucket again, so that nothing is lost with it.
        buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(WINDOW)
                .build(client -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, WINDOW))
                        .build());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        InetAddress client = requests == 0 ? null : proxies.client(exchange.getRequest());
        if (client == null) {
            return chain.filter(exchange);
        }
        ConsumptionProbe probe = buckets.get(network(client)).tryConsumeAndReturnRemaining(1);
        exchange.getResponse().beforeCommit(() -> Mono.fromRunnable(() -> say(exchange, probe)));
        return probe.isConsumed()
                ? chain.filter(exchange)
                : Mono.error(new TooManyRequests(seconds(probe.getNanosToWaitForRefill())));
    }

    private void say(ServerWebExchange exchange, ConsumptionProbe probe) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("RateLimit-Policy", policy);
        headers.set("RateLimit", "\"client\";r=" + probe.getRemainingTokens() + ";t="
                + seconds(probe.getNanosToWaitForReset()));
    }

    /** One line has a /64 of IPv6 to itself, and so as many addresses as it likes. */
    private static InetAddress network(InetAddress client) {
        if (!(client instanceof Inet6Address)) {
            return client;
        }
        byte[] address = client.getAddress();
        Arrays.fill(address, IPV6_NETWORK_BYTES, address.length, (byte) 0);
        return address(address);
    }

    private static InetAddress address(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong number of bytes
        }
    }

    /** Rounded up, so that nobody comes too early. */
    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).plusSeconds(1).minusNanos(1).toSeconds();
    }
}
