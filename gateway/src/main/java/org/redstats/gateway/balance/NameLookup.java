package org.redstats.gateway.balance;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves a host name; may block. */
@FunctionalInterface
interface NameLookup {

    InetAddress[] addressesOf(String host) throws UnknownHostException;
}
