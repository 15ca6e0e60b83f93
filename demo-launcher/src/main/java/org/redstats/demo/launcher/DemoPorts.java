package org.redstats.demo.launcher;

import java.util.List;
import java.util.stream.Stream;

/** Where everything of the demo listens. */
final class DemoPorts {
    static final int GATEWAY = 8080;
    static final int STORE = 8081;
    static final int SUBSCRIBE = 8082;
    static final int NOTIFY = 8083;
    static final int RED = 8084;
    static final int DATABASE = 8085;
    static final int AMQP = 5672;
    static final int INBOX = 8025;
    static final int SMTP = 8026;
    static final int GATEWAY_MANAGEMENT = 9080;
    static final int ISSUER = 8027;

    private static final List<PortUse> ALWAYS = List.of(new PortUse(GATEWAY, "the gateway, where you look"),
            new PortUse(STORE, "red-stat-store"), new PortUse(SUBSCRIBE, "red-stat-subscribe"),
            new PortUse(NOTIFY, "red-stat-notify"), new PortUse(RED, "the sample RED"),
            new PortUse(AMQP, "the broker (AMQP)"), new PortUse(DATABASE, "PostgreSQL"),
            new PortUse(INBOX, "the mail inbox"), new PortUse(SMTP, "the mail inbox (SMTP)"),
            new PortUse(GATEWAY_MANAGEMENT, "the gateway's health"));

    private DemoPorts() {}

    /** Those that a run needs. */
    static List<PortUse> of(Options options) {
        return options.auth()
                ? Stream.concat(ALWAYS.stream(), Stream.of(new PortUse(ISSUER, "the issuer of tokens"))).toList()
                : ALWAYS;
    }
}
