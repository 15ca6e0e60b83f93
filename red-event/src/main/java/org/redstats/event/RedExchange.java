package org.redstats.event;

/** Names on the broker that producers and consumers share. */
public final class RedExchange {

    /** The durable fanout exchange to which RED publishes one message per measured image. */
    public static final String NAME = "red.values";

    private RedExchange() {}
}
