package org.redstats.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** A connection on which anything can be said, as clients with manners do not. */
final class RawConnection implements AutoCloseable {

    private static final byte[] MASK = {1, 2, 3, 4};
    private static final int CLOSE = 8;

    private final Socket socket;

    private RawConnection(Socket socket) {
        this.socket = socket;
    }

    static RawConnection to(String url) {
        try {
            var uri = URI.create(url);
            var socket = new Socket(uri.getHost(), uri.getPort());
            socket.setSoTimeout((int) RedStats.PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            return new RawConnection(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that has become a WebSocket. */
    static RawConnection webSocket(String url) {
        var connection = to(url).send(String.join("\r\n", "GET /ws?red_threshold=0.5 HTTP/1.1", "Host: example.org",
                "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: permessage-deflate", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", ""));
        var head = connection.readUntil("\r\n\r\n");
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new AssertionError(head);
        }
        return connection;
    }

    RawConnection send(String text) {
        return send(text.getBytes(ISO_8859_1));
    }

    RawConnection send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            return this; // closed by the other side, which is what is looked for by reading
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A whole frame, masked as a client's must be. */
    static byte[] frame(int firstByte, byte[] payload) {
        var frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(MASK);
        for (var i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ MASK[i % MASK.length]);
        }
        return frame.toByteArray();
    }

    /** What comes, up to a text or the end. */
    String readUntil(String end) {
        var read = new StringBuilder();
        for (var next = next(); next >= 0; next = next()) {
            read.append((char) next);
            if (read.length() >= end.length()
                    && read.substring(read.length() - end.length()).equals(end)) {
                break;
            }
        }
        return read.toString();
    }

    /** Reads the frames that come, up to the one that closes or the end of the connection. */
    void readUntilClosed() {
        for (var first = next(); first >= 0 && (first & 0x0F) != CLOSE; first = next()) {
            var length = next();
            if (length == 126) {
                length = next() << 8 | next();
            }
            for (var left = length; left > 0; left--) {
                next();
            }
        }
    }

    private int next() {
        try {
            return socket.getInputStream().read();
        } catch (SocketException e) {
            return -1; // reset: it was closed while we were still sending
        } catch (IOException e) {
            throw new AssertionError("neither answered nor closed", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
