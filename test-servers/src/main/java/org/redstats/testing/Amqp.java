package org.redstats.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.SocketFactory;

import org.awaitility.Awaitility;

/** Asks a port whether a broker is ready behind it. */
final class Amqp {
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;

    private Amqp() {}

    static void awaitAnswer(String host, int port) {
        awaitAnswer(host, port, SocketFactory.getDefault());
    }

    static void awaitAnswer(String host, int port, SocketFactory sockets) {
        Awaitility.await("AMQP on " + host + ":" + port).atMost(Duration.ofSeconds(90)).pollInSameThread()
                .pollInterval(Duration.ofMillis(100)).until(() -> answers(host, port, sockets));
    }

    /** Waits until nobody listens any more. */
    static void awaitEnd(String host, int port) {
        Awaitility.await("the end of " + host + ":" + port).atMost(Duration.ofSeconds(90)).pollInSameThread()
                .pollInterval(Duration.ofMillis(20)).until(() -> !listens(host, port));
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(String host, int port, SocketFactory sockets) {
        try (Socket socket = sockets.createSocket()) {
            socket.connect(new InetSocketAddress(host, port), 1_000);
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(PROTOCOL_HEADER);
            return socket.getInputStream().read() == METHOD_FRAME;
        } catch (IOException e) {
            return false;
        }
    }
}
