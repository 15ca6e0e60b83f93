package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A way over TCP to a server, on loopback, as bad as a network can be: cut, refused, silent in one direction or both, late,
 * narrow; and healed again. What is wrong holds for all its connections together, those to come included.
 */
public final class Line implements AutoCloseable {

    // A reader that takes nothing is felt by the sender after about as much; more than a segment of the loopback device.
    private static final int SOCKET_BUFFER = 256 * 1024;

    private final String serverHost;
    private final int serverPort;
    private final ServerSocket door;
    private final Lane toServer = new Lane();
    private final Lane fromServer = new Lane();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean refusing;

    private Line(String serverHost, int serverPort, ServerSocket door) {
        this.serverHost = serverHost;
        this.serverPort = serverPort;
        this.door = door;
    }

    /** Where bytes go. */
    public enum Direction {
        TO_SERVER, FROM_SERVER
    }

    /** Opens a line, on a free port; the server need not be there yet. */
    public static Line to(String host, int port) {
        try {
            var door = new ServerSocket();
            door.setReceiveBufferSize(SOCKET_BUFFER);
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var line = new Line(host, port, door);
            Thread.startVirtualThread(line::serve);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String host() {
        return door.getInetAddress().getHostAddress();
    }

    public int port() {
        return door.getLocalPort();
    }

    /** How many connections were made so far, the refused ones included. */
    public int connections() {
        return connections.get();
    }

    /** Resets every connection there is. */
    public void cut() {
        links.forEach(Link::reset);
    }

    /** From now on a connection is reset as soon as it is made; those there are stay. */
    public void refuse() {
        refusing = true;
    }

    /**
     * From now on packets are lost: nothing arrives, not even that a connection has ended, and its sender is not told.
     * A connection that has lost something stays silent in that direction when the line is healed, as one that a firewall
     * has forgotten.
     */
    public void lose(Direction... directions) {
        lanes(directions).forEach(Lane::lose);
    }

    /** From now on packets wait, and their senders when there is no more room; all arrive when the line is healed. */
    public void hold(Direction... directions) {
        lanes(directions).forEach(Lane::hold);
    }

    /** From now on each packet arrives later by this, and the next one of its connection after it. */
    public void delay(Duration time, Direction... directions) {
        lanes(directions).forEach(lane -> lane.delay(time));
    }

    /** From now on only so many bytes a second arrive, of all connections together. */
    public void limit(long bytesPerSecond, Direction... directions) {
        lanes(directions).forEach(lane -> lane.limit(bytesPerSecond));
    }

    /** Takes away all that is wrong. What was cut or has lost something stays so; what waited arrives. */
    public void heal() {
        refusing = false;
        lanes().forEach(Lane::heal);
    }

    /** How many bytes have arrived in a direction so far, of all connections together. */
    public long carried(Direction direction) {
        return lanes(direction).iterator().next().carried();
    }

    /**
     * Says to the client of the one connection what the server has not said. Only right on a line that is quiet.
     *
     * @throws java.util.NoSuchElementException when nobody is connected
     */
    public void sayToClient(byte[] words) {
        try {
            links.stream().filter(Link::isOpen).findAny().orElseThrow().sayToClient(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param directions none for both */
    private Collection<Lane> lanes(Direction... directions) {
        return Stream.of(directions.length == 0 ? Direction.values() : directions)
                .map(direction -> direction == Direction.TO_SERVER ? toServer : fromServer).toList();
    }

    private void serve() {
        try {
            while (true) {
                var client = door.accept();
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> connect(client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void connect(Socket client) {
        var server = new Socket();
        var link = new Link(client, server, toServer, fromServer);
        links.add(link);
        try {
            if (refusing) {
                link.reset();
                return;
            }
            server.setReceiveBufferSize(SOCKET_BUFFER);
            server.connect(new InetSocketAddress(serverHost, serverPort));
            for (var socket : List.of(client, server)) {
                socket.setTcpNoDelay(true);
            }
            link.carry();
        } catch (IOException e) {
            link.reset();
        } finally {
            links.remove(link);
        }
    }

    /** Ends every connection and takes no more. */
    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            refusing = true;
            cut();
            lanes().forEach(Lane::heal);
        }
    }
}
