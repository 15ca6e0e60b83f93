package org.redstats.bench.gateway;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket whose frames come back, one after the other. */
final class RoundTrips {

    private static final byte[] TEXT = "{\"red_threshold\":0.5,\"user_id\":\"42\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UPGRADE = """
            GET /ws HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: cmVkIHN0YXRzIGJlbmNoIQ==\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final byte MASKED = (byte) 0x80;
    private static final int PATIENCE_MILLIS = 10_000;

    private RoundTrips() {}

    /**
     * Returns how long each frame took to be back, in nanoseconds.
     *
     * @throws IOException when no WebSocket is opened, or something else comes back
     */
    static long[] make(int port, int count) throws IOException {
        long[] nanos = new long[count];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(UPGRADE);
            String head = Echo.head(socket.getInputStream());
            if (!head.startsWith("HTTP/1.1 101")) {
                throw new IOException("no WebSocket: " + head);
            }
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] frame = frame();
            byte[] back = new byte[2 + TEXT.length];
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                out.write(frame);
                in.readFully(back);
                nanos[i] = System.nanoTime() - start;
                if (back[0] != FINAL_TEXT || !Arrays.equals(back, 2, back.length, TEXT, 0, TEXT.length)) {
                    throw new IOException("something else came back: " + new String(back, StandardCharsets.UTF_8));
                }
            }
        }
        return nanos;
    }

    /** Masked with zeros, as a client's frame must be, which leaves the text as it is. */
    private static byte[] frame() {
        byte[] frame = new byte[6 + TEXT.length];
        frame[0] = FINAL_TEXT;
        frame[1] = (byte) (MASKED | TEXT.length);
        System.arraycopy(TEXT, 0, frame, 6, TEXT.length);
        return frame;
    }
}
