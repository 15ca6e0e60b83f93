package org.redstats.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire to the broker that can be cut. */
final class Wire implements AutoCloseable {

    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final String host;
    private final int port;
    private final ServerSocket entry;
    private volatile boolean whole = true;

    Wire(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        this.entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    /** Ends every connection and lets none through. */
    void cut() {
        whole = false;
        ends.forEach(Wire::end);
        ends.clear();
    }

    void mend() {
        whole = true;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                var near = entry.accept();
                ends.add(near);
                if (whole) {
                    var far = new Socket(host, port);
                    ends.add(far);
                    Thread.ofVirtual().start(() -> pump(near, far));
                    Thread.ofVirtual().start(() -> pump(far, near));
                } else {
                    end(near);
                }
            } catch (IOException e) {
                // the wire, or this connection over it, has ended
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // cut
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
        cut();
    }
}
