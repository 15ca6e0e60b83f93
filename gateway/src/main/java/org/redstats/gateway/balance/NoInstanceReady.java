package org.redstats.gateway.balance;

/** No instance of a service takes requests. */
public class NoInstanceReady extends RuntimeException {

    private static final long serialVersionUID = 1;

    NoInstanceReady(String service) {
        super(service);
    }
}
