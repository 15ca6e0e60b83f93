package org.redstats.subscribe.egress;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is an address of the public internet, by IANA's registries of special-purpose addresses. An IPv6 address that
 * stands for an IPv4 one is as public as that.
 */
final class PublicAddresses {

    private static final List<Network> SPECIAL = Stream.of("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
            "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32", // public by its number, and yet a cloud's host agent
            "2001::/23", "2001:db8::/32", "3fff::/20").map(Network::of).toList();
    private static final Network GLOBAL_V6 = Network.of("2000::/3");

    /** A network whose addresses carry one of IPv4, and where in them it begins. */
    private record Embedding(Network network, int offset) {}

    private static final List<Embedding> EMBEDDINGS = List.of(
            new Embedding(Network.of("64:ff9b::/96"), 12), // translated
            new Embedding(Network.of("::/96"), 12), // compatible, long out of use
            new Embedding(Network.of("2002::/16"), 2)); // 6to4

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        return contain(address.getAddress()); // Java has made IPv4 of a mapped address
    }

    private static boolean contain(byte[] address) {
        for (var embedding : EMBEDDINGS) {
            if (embedding.network().contains(address)) {
                return contain(Arrays.copyOfRange(address, embedding.offset(), embedding.offset() + 4));
            }
        }
        return (address.length == 4 || GLOBAL_V6.contains(address))
                && SPECIAL.stream().noneMatch(network -> network.contains(address));
    }
}
