package org.redstats.bench.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many WebSocket clients on one thread, which do as little as possible with what they get, since they share the machine
 * with the server: they count alerts, and note how long the first of each frame took.
 */
final class Subscribers implements AutoCloseable {

    private static final int READ_SIZE = 1 << 18;
    private static final int MOST_LATENCIES = 1 << 22;
    private static final byte[] PONG = {(byte) 0x8A, (byte) 0x80, 0, 0, 0, 0};
    private static final int TEXT = 1;
    private static final int PING = 9;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer read = ByteBuffer.allocateDirect(READ_SIZE);
    private final byte[] bytes = new byte[2 * READ_SIZE];
    private final Thread reader = new Thread(this::read, "subscribers");
    private final long[] latencies = new long[MOST_LATENCIES];
    private final AtomicLong alerts = new AtomicLong();
    private final AtomicInteger measured = new AtomicInteger();
    private volatile boolean ended;

    Subscribers() throws IOException {
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether a WebSocket can be opened. */
    static boolean isOpen(int port, String path) throws IOException, InterruptedException {
        try (Subscribers one = new Subscribers()) {
            one.connect(1, port, path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Connects so many more; the server has a moment for knowing them all. */
    void connect(int count, int port, String path) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = open(port, path);
            channels.add(channel);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new Rest());
            selector.wakeup();
        }
        TimeUnit.SECONDS.sleep(1);
    }

    private static SocketChannel open(int port, String path) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // leaves no port waiting for the next contestant
        channel.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: cmVkIHN0YXRzIGJlbmNoIQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII)));
        String head = head(channel.socket().getInputStream());
        if (!head.startsWith("HTTP/1.1 101")) {
            channel.close();
            throw new IOException("no WebSocket: " + head);
        }
        return channel;
    }

    /** Byte by byte, so that nothing of the first frame is taken. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** How many have come since the last {@link #forget()}. */
    long alerts() {
        return alerts.get();
    }

    /** From the publication of the first event of each frame to its receipt, in nanoseconds. */
    long[] latencies() {
        return Arrays.copyOf(latencies, measured.get());
    }

    /** Begins to count anew; while nothing is on its way. */
    void forget() {
        alerts.set(0);
        measured.set(0);
    }

    /** What was read of a frame that has not come whole. */
    private static final class Rest {
        private byte[] bytes = {};
    }

    private void read() {
        try {
            while (!ended) {
                selector.select(this::read);
            }
        } catch (ClosedSelectorException e) {
            // the end
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            Rest rest = (Rest) key.attachment();
            System.arraycopy(rest.bytes, 0, bytes, 0, rest.bytes.length);
            int count = channel.read(read.clear());
            if (count < 0) {
                key.cancel();
                return;
            }
            read.flip().get(bytes, rest.bytes.length, count);
            int end = rest.bytes.length + count;
            int taken = frames(channel, end, System.nanoTime());
            rest.bytes = Arrays.copyOfRange(bytes, taken, end);
        } catch (IOException e) {
            key.cancel(); // the server is gone
        }
    }

    /** Returns where the first frame begins that has not come whole. */
    private int frames(SocketChannel channel, int end, long now) throws IOException {
        int start = 0;
        while (end - start >= 2) {
            int length = bytes[start + 1] & 0x7F;
            int header = length == 126 ? 4 : length == 127 ? 10 : 2;
            if (end - start < header) {
                break;
            }
            if (header > 2) {
                length = (int) new BigInteger(1, Arrays.copyOfRange(bytes, start + 2, start + header))
                        .longValueExact();
            }
            if (end - start < header + length) {
                break;
            }
            switch (bytes[start] & 0xF) {
                case TEXT -> text(start + header, start + header + length, now);
                case PING -> channel.write(ByteBuffer.wrap(PONG));
                default -> { // a close, after which the channel ends
                }
            }
            start += header + length;
        }
        return start;
    }

    private void text(int start, int end, long now) {
        int count = 0;
        for (int at = Probe.find(bytes, start, end); at >= 0; at = Probe.find(bytes, at, end)) {
            if (count == 0 && measured.get() < MOST_LATENCIES) {
                latencies[measured.get()] = now - Probe.publishedAt(bytes, at);
                measured.incrementAndGet();
            }
            count++;
        }
        alerts.addAndGet(count);
    }

    @Override
    public void close() throws IOException {
        ended = true;
        selector.close();
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
