package org.redstats.bench.alerts.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection to the sink, with as little of SMTP as it needs. */
final class SmtpClient implements AutoCloseable {
    private static final String ENVELOPE = "MAIL FROM:<alerts@example.org>\r\nRCPT TO:<ann@example.org>\r\nDATA\r\n";
    private static final int ANSWERS_TO_ENVELOPE = 3;

    private final Socket socket;
    private final BufferedReader answers;

    SmtpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        answer();
        ask("EHLO bench");
    }

    /** Returns what the server answers, without its code. */
    String ask(String command) throws IOException {
        write(command + "\r\n");
        return answer();
    }

    /** Hands a mail over, its envelope in one piece. */
    void send(byte[] mail) throws IOException {
        write(ENVELOPE);
        for (int i = 0; i < ANSWERS_TO_ENVELOPE; i++) {
            answer();
        }
        socket.getOutputStream().write(mail);
        answer();
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        while (line != null && line.charAt(3) == '-') {
            line = answers.readLine();
        }
        if (line == null || line.charAt(0) > '3') {
            throw new IOException("the sink answered " + line);
        }
        return line.substring(4);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
