package org.redstats.bench.alerts.sink;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A mail server that takes everything and forgets it. Beside SMTP it knows {@code XTAKEN}, which tells how many mails
 * came since {@code XRESET}, their bytes, and the nanoseconds from the first to the last.
 */
public final class Sink {
    private static final String GREETING = "250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n";

    private long mails;
    private long bytes;
    private long first;
    private long last;

    private Sink() {}

    /** Listens on {@code SERVER_PORT}. */
    public static void main(String[] arguments) throws IOException {
        Sink sink = new Sink();
        try (ServerSocket server = new ServerSocket(Integer.parseInt(System.getenv("SERVER_PORT")), 50,
                InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> sink.serve(socket));
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Conversation(socket).run();
        } catch (IOException e) {
            // Whoever went away needs no answer.
        }
    }

    private synchronized void took(long size) {
        last = System.nanoTime();
        first = mails == 0 ? last : first;
        mails++;
        bytes += size;
    }

    private synchronized String taken() {
        return "250 " + mails + " " + bytes + " " + (last - first) + "\r\n";
    }

    private synchronized void reset() {
        mails = 0;
        bytes = 0;
        first = 0;
        last = 0;
    }

    /** One connection. What was answered leaves when there is nothing more to read, as pipelining wants it. */
    private final class Conversation {
        private final InputStream in;
        private final OutputStream out;
        private final byte[] buffer = new byte[65_536];
        private int next;
        private int end;

        Conversation(Socket socket) throws IOException {
            in = socket.getInputStream();
            out = new BufferedOutputStream(socket.getOutputStream());
        }

        void run() throws IOException {
            answer("220 sink\r\n");
            String command = command();
            while (!command.equals("QUIT")) {
                switch (command) {
                    case "EHLO" -> answer(GREETING);
                    case "DATA" -> {
                        answer("354 go on\r\n");
                        took(skipMail());
                        answer("250 taken\r\n");
                    }
                    case "XTAKEN" -> answer(taken());
                    case "XRESET" -> {
                        reset();
                        answer("250 reset\r\n");
                    }
                    default -> answer("250 fine\r\n");
                }
                command = command();
            }
            answer("221 bye\r\n");
            out.flush();
        }

        private void answer(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }

        /** The first word of a line. */
        private String command() throws IOException {
            StringBuilder word = new StringBuilder();
            boolean isWord = true;
            for (int c = read(); c != '\n'; c = read()) {
                isWord = isWord && c != ' ' && c != '\r';
                if (isWord) {
                    word.append((char) c);
                }
            }
            return word.toString().toUpperCase(Locale.ROOT);
        }

        /** Reads to the line that is a dot; returns how many bytes that was. */
        private long skipMail() throws IOException {
            String ending = "\r\n.\r\n";
            int matched = 2; // the line of the command has ended
            long size = 0;
            while (matched < ending.length()) {
                int c = read();
                size++;
                matched = c == ending.charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
            }
            return size;
        }

        private int read() throws IOException {
            if (next == end) {
                out.flush();
                next = 0;
                end = in.read(buffer);
                if (end <= 0) {
                    throw new EOFException();
                }
            }
            return buffer[next++];
        }
    }
}
