package org.redstats.subscribe.egress;

import java.net.UnknownHostException;

/** The host has an address that is not public; which one is nobody's business. */
public final class ForbiddenAddress extends UnknownHostException {

    private static final long serialVersionUID = 1L;

    ForbiddenAddress() {
        super("an address of the host is not public");
    }
}
