package org.redstats.notify.door;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there may be, in all and from one address. */
final class Places {

    /** What came of asking for one. */
    enum Outcome {
        TAKEN, FULL, TOO_MANY_OF_ADDRESS
    }

    private final int most;
    private final int mostOfAddress;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<Object, Integer> takenOf = new ConcurrentHashMap<>();

    Places(int most, int mostOfAddress) {
        this.most = most;
        this.mostOfAddress = mostOfAddress;
    }

    /** Whoever is given one gives it back. */
    Outcome take(InetAddress address) {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return Outcome.FULL;
        }
        if (takenOf.merge(network(address), 1, Integer::sum) > mostOfAddress) {
            giveBack(address);
            return Outcome.TOO_MANY_OF_ADDRESS;
        }
        return Outcome.TAKEN;
    }

    void giveBack(InetAddress address) {
        taken.decrementAndGet();
        takenOf.computeIfPresent(network(address), (network, count) -> count == 1 ? null : count - 1);
    }

    /** Of IPv6 a customer has at least 64 bits for itself, so those who differ further right are one. */
    private static Object network(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length > Integer.BYTES ? (Object) ByteBuffer.wrap(bytes).getLong()
                : ByteBuffer.wrap(bytes).getInt();
    }
}
