package org.redstats.subscribe.allowance;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;

import org.redstats.subscribe.SubscribeProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts by one point in time for each name (the "generic cell rate algorithm"): what is spent moves it ahead, time
 * catches up with it, and it may never be more than a period ahead.
 */
@Component
public class Allowances {

    private static final Logger log = LoggerFactory.getLogger(Allowances.class);
    private static final int IPV6_BYTES = 16;

    private final JdbcClient jdbc;
    private final SubscribeProperties.Limits limits;

    Allowances(JdbcClient jdbc, SubscribeProperties properties) {
        this.jdbc = jdbc;
        this.limits = properties.limits();
    }

    /**
     * Counts one more subscription that a client asks for.
     *
     * @param address of the client; a whole network of IPv6 is one
     * @throws AllowanceSpent when it asked for too many
     */
    public void spendOfClient(String address) {
        spend("client:" + network(address), limits.perClient(), limits.perClientPeriod());
    }

    /**
     * Counts one more subscription for a mailbox or a host, within the caller's transaction.
     *
     * @throws AllowanceSpent when there were too many
     */
    public void spendOfTarget(String target) {
        spend("target:" + target, limits.perTarget(), limits.perTargetPeriod());
    }

    private void spend(String name, int count, Duration period) {
        if (count == 0) {
            return;
        }
        var seconds = period.toMillis() / 1000.0;
        var spent = jdbc.sql("""
                INSERT INTO allowance AS a (name, used_until) VALUES (:name, now() + make_interval(secs => :each))
                ON CONFLICT (name) DO UPDATE
                SET used_until = greatest(a.used_until, now()) + make_interval(secs => :each)
                WHERE greatest(a.used_until, now()) + make_interval(secs => :each)
                    <= now() + make_interval(secs => :period)""")
                .param("name", name).param("each", seconds / count).param("period", seconds).update();
        if (spent == 0) {
            var kind = name.substring(0, name.indexOf(':'));
            log.info("Refused a subscription: the allowance of its {} is spent", kind);
            throw new AllowanceSpent(kind, wait(name, seconds / count, seconds));
        }
    }

    private long wait(String name, double each, double period) {
        return jdbc.sql("""
                SELECT ceil(extract(epoch FROM used_until - now()) + :each - :period) FROM allowance
                WHERE name = :name""")
                .param("name", name).param("each", each).param("period", period)
                .query(Double.class).optional().map(seconds -> Math.max(1, Math.round(seconds))).orElse(1L);
    }

    /** Forgets those that have all of their allowance again. */
    void forget() {
        jdbc.sql("DELETE FROM allowance WHERE used_until < now()").update();
    }

    // Whoever has an IPv6 address has a network of them.
    private static String network(String address) {
        try {
            var bytes = InetAddress.ofLiteral(address).getAddress();
            return bytes.length == IPV6_BYTES ? HexFormat.of().formatHex(bytes, 0, IPV6_BYTES / 2) : address;
        } catch (IllegalArgumentException e) {
            log.debug("Not an address of a client: {}", address, e);
            return "unknown";
        }
    }
}
