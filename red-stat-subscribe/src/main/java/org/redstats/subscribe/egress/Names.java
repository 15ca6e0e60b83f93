package org.redstats.subscribe.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks up names of hosts. */
@FunctionalInterface
public interface Names {

    /**
     * All addresses of a host.
     *
     * @param host a name, or an address itself
     * @throws UnknownHostException when there is none
     */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
