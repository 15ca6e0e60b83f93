package org.redstats.gateway.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.redstats.gateway.GatewayProperties;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** The proxies that the operator trusts, and who is behind them. */
@Component
public class Proxies {

    private static final String FORWARDED_FOR = "X-Forwarded-For";

    private final List<IpSubnetFilterRule> trusted;

    Proxies(GatewayProperties properties) {
        trusted = properties.trustedProxies().stream().map(Proxies::rule).toList();
    }

    /** Whether what this peer says of others is believed. */
    public boolean trusts(@Nullable InetSocketAddress peer) {
        return peer != null && trusted.stream().anyMatch(rule -> rule.matches(peer));
    }

    /**
     * Who really asks: the peer, or whom it asks for where it is trusted; null when the connection is gone. Proxies add
     * to the right of {@code X-Forwarded-For}, so it is read from there, as far as the trust goes: what a client wrote
     * into it itself stands further to the left.
     */
    public @Nullable InetAddress client(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        if (peer == null || !trusts(peer)) {
            return peer == null ? null : peer.getAddress();
        }
        String[] hops = String.join(",", request.getHeaders().getOrEmpty(FORWARDED_FOR)).split(",", -1);
        InetAddress client = peer.getAddress();
        for (int i = hops.length - 1; i >= 0 && trusts(new InetSocketAddress(client, 0)); i--) {
            InetAddress hop = NetUtil.createInetAddressFromIpAddressString(hops[i].strip());
            if (hop == null) {
                return client;
            }
            client = hop;
        }
        return client;
    }

    private static IpSubnetFilterRule rule(String network) {
        String[] parts = network.strip().split("/", 2);
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : parts[0].contains(":") ? 128 : 32;
        return new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT);
    }
}
