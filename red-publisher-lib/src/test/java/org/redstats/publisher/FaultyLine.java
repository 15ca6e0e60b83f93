package org.redstats.publisher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import com.rabbitmq.client.ConnectionFactory;
import org.redstats.testing.TestBroker;

/** A way to the broker that can be cut, and on which we can say what a broker in need says. */
final class FaultyLine implements AutoCloseable {

    private final TestBroker broker;
    private final ServerSocket door;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean silent;
    private volatile boolean closed;

    FaultyLine(TestBroker broker) throws IOException {
        this.broker = broker;
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::serve);
    }

    ConnectionFactory factory() {
        return TestQueue.factory(door.getInetAddress().getHostAddress(), door.getLocalPort());
    }

    /** How many connections were made so far. */
    int connections() {
        return connections.get();
    }

    /** Closes every connection without a word. */
    void cut() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    /** From now on a connection is closed as soon as it is made. */
    void letNobodyIn() {
        closed = true;
    }

    /** From now on connections are made again. */
    void letEverybodyIn() {
        closed = false;
    }

    /** From now on nothing that the broker says arrives. */
    void silenceBroker() {
        silent = true;
    }

    /** From now on what the broker says on a new connection arrives. */
    void letBrokerSpeak() {
        silent = false;
    }

    void sayBlocked() throws IOException {
        var reason = "low on memory".getBytes(StandardCharsets.US_ASCII);
        var payload = new byte[5 + reason.length];
        payload[1] = 10;
        payload[3] = 60;
        payload[4] = (byte) reason.length;
        System.arraycopy(reason, 0, payload, 5, reason.length);
        say(payload);
    }

    void sayUnblocked() throws IOException {
        say(new byte[]{0, 10, 0, 61});
    }

    // Only right on a line that is quiet.
    private void say(byte[] method) throws IOException {
        var frame = new byte[7 + method.length + 1];
        frame[0] = 1;
        frame[6] = (byte) method.length;
        System.arraycopy(method, 0, frame, 7, method.length);
        frame[frame.length - 1] = (byte) 0xCE;
        sockets.get(0).getOutputStream().write(frame);
    }

    private void serve() {
        try {
            while (true) {
                connect(door.accept());
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private void connect(Socket client) throws IOException {
        connections.incrementAndGet();
        if (closed) {
            client.close();
            return;
        }
        var server = new Socket(broker.host(), broker.port());
        sockets.addAll(List.of(client, server));
        Thread.startVirtualThread(() -> pump(client, server, false));
        Thread.startVirtualThread(() -> pump(server, client, true));
    }

    private void pump(Socket from, Socket to, boolean fromBroker) {
        try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
            var buffer = new byte[8192];
            for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (!fromBroker || !silent) {
                    out.write(buffer, 0, n);
                }
            }
        } catch (IOException e) {
            // Cut.
        }
    }

    @Override
    public void close() {
        try {
            door.close();
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
