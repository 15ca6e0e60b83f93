package org.redstats.subscribe.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

import org.redstats.subscribe.SubscribeProperties;
import org.springframework.stereotype.Component;

/**
 * Finds the addresses of a host and lets only public ones through, and those that the operator allows. Whoever connects
 * must use the addresses returned here and not look the name up again: it may mean something else by then.
 */
@Component
public class Egress {

    private final Names names;
    private final List<Network> allowed;

    Egress(Names names, SubscribeProperties properties) {
        this.names = names;
        this.allowed = properties.webhook().allowedNetworks().stream().map(Network::of).toList();
    }

    /**
     * The addresses of a host, each of them checked.
     *
     * @throws ForbiddenAddress when one of them may not be connected to
     * @throws UnknownHostException when there is none
     */
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var found = names.resolve(host);
        for (var address : found) {
            if (!mayConnectTo(address)) {
                throw new ForbiddenAddress();
            }
        }
        return found;
    }

    private boolean mayConnectTo(InetAddress address) {
        return PublicAddresses.contain(address)
                || allowed.stream().anyMatch(network -> network.contains(address.getAddress()));
    }
}
