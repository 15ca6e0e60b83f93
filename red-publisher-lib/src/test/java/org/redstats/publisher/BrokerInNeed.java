package org.redstats.publisher;

import java.nio.charset.StandardCharsets;

import org.redstats.testing.Line;

/** What a broker in need says to its publishers, in the bytes of AMQP. */
final class BrokerInNeed {

    private BrokerInNeed() {}

    static void sayBlocked(Line line) {
        var reason = "low on memory".getBytes(StandardCharsets.US_ASCII);
        var method = new byte[5 + reason.length];
        method[1] = 10;
        method[3] = 60;
        method[4] = (byte) reason.length;
        System.arraycopy(reason, 0, method, 5, reason.length);
        say(line, method);
    }

    static void sayUnblocked(Line line) {
        say(line, new byte[]{0, 10, 0, 61});
    }

    private static void say(Line line, byte[] method) {
        var frame = new byte[7 + method.length + 1];
        frame[0] = 1;
        frame[6] = (byte) method.length;
        System.arraycopy(method, 0, frame, 7, method.length);
        frame[frame.length - 1] = (byte) 0xCE;
        line.sayToClient(frame);
    }
}
