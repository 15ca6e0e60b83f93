package org.redstats.notify.door;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;

/**
 * Who really connects: the peer, or whom it connects for where the peer is a proxy that the operator trusts. Proxies
 * add to the right of {@code X-Forwarded-For}, so it is read from there, as far as the trust goes; what a client wrote
 * into it itself stands further to the left.
 */
final class Callers {

    private final List<IpSubnetFilterRule> trusted;

    /** @param trustedProxies addresses or networks such as 10.0.0.0/8 */
    Callers(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(Callers::rule).toList();
    }

    InetAddress caller(InetAddress peer, List<String> forwardedFor) {
        var hops = String.join(",", forwardedFor).split(",", -1);
        var caller = peer;
        for (var i = hops.length - 1; i >= 0 && isTrusted(caller); i--) {
            var hop = NetUtil.createInetAddressFromIpAddressString(hops[i].strip());
            if (hop == null) {
                return caller;
            }
            caller = hop;
        }
        return caller;
    }

    private boolean isTrusted(InetAddress address) {
        var socket = new InetSocketAddress(address, 0);
        return trusted.stream().anyMatch(rule -> rule.matches(socket));
    }

    private static IpSubnetFilterRule rule(String network) {
        var parts = network.strip().split("/", 2);
        var bits = parts.length == 2 ? Integer.parseInt(parts[1]) : parts[0].contains(":") ? 128 : 32;
        return new IpSubnetFilterRule(parts[0], bits, IpFilterRuleType.ACCEPT);
    }
}
