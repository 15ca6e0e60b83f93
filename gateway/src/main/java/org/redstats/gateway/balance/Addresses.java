package org.redstats.gateway.balance;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.util.UriComponentsBuilder;

/** The addresses of one service's instances: each configured base address, with its host name resolved. */
class Addresses {

    private static final Logger log = LoggerFactory.getLogger(Addresses.class);

    private final List<URI> bases;
    private final NameLookup names;
    private final Map<URI, List<URI>> lastKnown = new HashMap<>();

    Addresses(List<URI> bases, NameLookup names) {
        this.bases = bases;
        this.names = names;
    }

    /** Blocks while names are looked up. */
    synchronized Set<URI> current() {
        var all = new LinkedHashSet<URI>();
        bases.forEach(base -> all.addAll(instancesOf(base)));
        return all;
    }

    private List<URI> instancesOf(URI base) {
        if ("https".equals(base.getScheme())) {
            return List.of(base); // its certificate is for the name
        }
        try {
            List<URI> found = addressesOf(base.getHost()).map(address -> withHost(base, address)).toList();
            lastKnown.put(base, found);
            return found;
        } catch (UnknownHostException e) {
            // Instances that are gone show when they are asked; a name server that is gone takes none of them down.
            log.debug("{} cannot be resolved", base.getHost(), e);
            return lastKnown.getOrDefault(base, List.of());
        }
    }

    /** One family only: a host with an IPv4 and an IPv6 address is one instance, not two. */
    private Stream<String> addressesOf(String host) throws UnknownHostException {
        InetAddress[] all = names.addressesOf(host);
        List<InetAddress> v4 = Stream.of(all).filter(Inet4Address.class::isInstance).toList();
        return v4.isEmpty()
                ? Stream.of(all).map(address -> "[" + address.getHostAddress() + "]")
                : v4.stream().map(InetAddress::getHostAddress);
    }

    private static URI withHost(URI base, String host) {
        return UriComponentsBuilder.fromUri(base).host(host).build().toUri();
    }
}
