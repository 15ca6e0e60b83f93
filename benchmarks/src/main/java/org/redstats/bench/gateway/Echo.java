package org.redstats.bench.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** A WebSocket server that says what it hears, frame by frame, and to everything else that it is ready. */
final class Echo implements AutoCloseable {

    private static final String KEY = "sec-websocket-key: ";
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MASKED = 0x80;
    private static final int LONGEST = 125;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    Echo() throws IOException {
        Thread.ofPlatform().daemon().name("echo").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().name("echo-connection").start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed at the end
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            int key = head.toLowerCase(Locale.ROOT).indexOf(KEY);
            if (key < 0) {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}".getBytes(
                        StandardCharsets.US_ASCII));
                return;
            }
            String accepted = accepted(head.substring(key + KEY.length()).lines().findFirst().orElseThrow().strip());
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accepted + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            echo(new DataInputStream(socket.getInputStream()), out);
        } catch (IOException e) {
            // the other side is gone
        }
    }

    private static void echo(DataInputStream in, OutputStream out) throws IOException {
        byte[] frame = new byte[2 + LONGEST];
        while (true) {
            frame[0] = in.readByte();
            int length = (in.readByte() & ~MASKED) & LONGEST;
            byte[] mask = in.readNBytes(4);
            in.readFully(frame, 2, length);
            for (int i = 0; i < length; i++) {
                frame[2 + i] ^= mask[i % mask.length];
            }
            frame[1] = (byte) length;
            out.write(frame, 0, 2 + length);
        }
    }

    /** Byte by byte, so that nothing of the first frame is taken. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String accepted(String key) {
        try {
            return Base64.getEncoder().encodeToString(
                    MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
