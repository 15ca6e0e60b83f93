package org.redstats.bench.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Clients that ask again as soon as they are answered, all on one thread, which does as little as possible, since it
 * shares the machine with what is measured.
 */
final class Requests {

    private static final byte[] REQUEST = """
            GET /stat?red_threshold=0.1 HTTP/1.1\r
            Host: localhost\r
            Accept: application/json\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);
    private static final String EXPECTED = "HTTP/1.1 200 ";
    private static final int LARGEST_ANSWER = 1 << 14;
    private static final int MOST_LATENCIES = 1 << 23;

    private final long[] latencies = new long[MOST_LATENCIES];
    private int answers;

    /** What came of a time of asking. */
    static final class Answered {
        private final long[] latencies;
        private final Duration time;

        private Answered(long[] latencies, Duration time) {
            this.latencies = latencies;
            this.time = time;
        }

        /** From each request to its whole answer, in nanoseconds. */
        LongStream latencies() {
            return Arrays.stream(latencies);
        }

        double perSecond() {
            return latencies.length / (time.toNanos() / 1e9);
        }
    }

    private static final class Client {
        private final byte[] bytes = new byte[LARGEST_ANSWER];
        private final ByteBuffer received = ByteBuffer.wrap(bytes);
        private long asked;

        private String text() {
            return new String(bytes, 0, received.position(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * @param time after which nothing new is asked
     * @throws IOException when a connection is not made or is closed, or an answer is not what it should be
     */
    Answered ask(int port, int connections, Duration time) throws IOException {
        answers = 0;
        try (Selector selector = Selector.open()) {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel
                        .open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Client client = new Client();
                channel.register(selector, SelectionKey.OP_READ, client);
                ask(channel, client);
            }
            while (System.nanoTime() < end) {
                if (selector.select(this::read, 1000) == 0) {
                    throw new IOException("no answer within a second");
                }
            }
            long took = System.nanoTime() - start;
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            return new Answered(Arrays.copyOf(latencies, answers), Duration.ofNanos(took));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void read(SelectionKey key) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            Client client = (Client) key.attachment();
            if (channel.read(client.received) < 0) {
                throw new IOException("closed after " + client.text());
            }
            if (isWhole(client)) {
                latencies[answers++] = System.nanoTime() - client.asked;
                client.received.clear();
                ask(channel, client);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void ask(SocketChannel channel, Client client) throws IOException {
        client.asked = System.nanoTime();
        ByteBuffer request = ByteBuffer.wrap(REQUEST);
        while (request.hasRemaining()) {
            channel.write(request);
        }
    }

    /** Every answer ends with the same body. */
    private static boolean isWhole(Client client) throws IOException {
        int length = client.received.position();
        if (length < Nginx.ANSWER.length() || client.bytes[length - 1] != '}') {
            return false;
        }
        String answer = client.text();
        if (!answer.startsWith(EXPECTED)) {
            throw new IOException("not as expected: " + answer);
        }
        return answer.endsWith("\r\n\r\n" + Nginx.ANSWER);
    }
}
