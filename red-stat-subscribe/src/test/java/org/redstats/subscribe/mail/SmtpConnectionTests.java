package org.redstats.subscribe.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.mail.MessagingException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SmtpConnectionTests {

    private static final Mail DOTS = new Mail("ann@example.org", "Subject: a\r\n\r\n.\r\n..b\r\nc.\r\n");
    private static final Mail PLAIN = new Mail("bob@example.org", "Subject: b\r\n\r\nb\r\n");

    private final Server server = new Server();
    private final JavaMailSenderImpl settings = new JavaMailSenderImpl();
    private final SmtpConnection connection = new SmtpConnection(settings, "alerts@example.org");

    @BeforeEach
    void start() {
        settings.setHost("127.0.0.1");
        settings.setPort(server.port());
        settings.getJavaMailProperties().setProperty("mail.smtp.timeout", "20000");
    }

    @AfterEach
    void end() throws IOException {
        connection.close();
        server.close();
    }

    @Test
    void handsOneMailOverAfterTheOther() throws Exception {
        for (var mail : List.of(DOTS, PLAIN, DOTS)) {
            assertThat(connection.send(mail)).isEmpty();
        }
        assertThat(server.mails).containsExactly("alerts@example.org ann@example.org\n" + DOTS.content(),
                "alerts@example.org bob@example.org\n" + PLAIN.content(),
                "alerts@example.org ann@example.org\n" + DOTS.content());
        assertThat(server.connections).hasSize(1);
    }

    /** The server says nothing to an envelope until it has all of it: whoever waits, waits in vain. */
    @Test
    void waitsOnceForAllAnswersToAnEnvelopeWhereItMay() throws Exception {
        connection.send(PLAIN);
        server.answersLate = true;

        assertThat(connection.send(DOTS)).isEmpty();
        assertThat(connection.send(PLAIN)).isEmpty();
        assertThat(server.mails).hasSize(3);
    }

    @Test
    void waitsForEachAnswerWhereItMust() throws Exception {
        server.extensions = "250 8BITMIME";
        for (var mail : List.of(DOTS, PLAIN)) {
            assertThat(connection.send(mail)).isEmpty();
        }
        assertThat(server.mails).hasSize(2);
        assertThat(server.wasAhead).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0,MAIL,550,true", "0,RCPT,550,false", "0,DATA,451,false", "0,.,554,false", "2,MAIL,421,true",
            "2,RCPT,452,false", "2,DATA,554,false", "2,.,451,false"})
    void saysWhatTheServerRefuses(int mailsBefore, String command, int code, boolean ofSender) throws Exception {
        for (var i = 0; i < mailsBefore; i++) {
            connection.send(PLAIN);
        }
        server.refused = command;
        server.refusal = code + " not for ann@example.org";

        assertThat(connection.send(DOTS))
                .contains(new SmtpAnswer(code, code + " not for a***@example.org", ofSender));
        server.refused = "";
        assertThat(connection.send(PLAIN)).isEmpty();
        assertThat(server.mails).hasSize(mailsBefore + 1);
        assertThat(server.connections).hasSize(2);
    }

    @Test
    void failsWhenTheServerHangsUp() throws Exception {
        connection.send(PLAIN);
        for (var socket : server.connections) {
            socket.close();
        }
        assertThatExceptionOfType(MessagingException.class).isThrownBy(() -> connection.send(PLAIN));
        assertThat(connection.send(PLAIN)).isEmpty();
    }

    /** A mail server that does as it is told. */
    private static final class Server implements AutoCloseable {

        private static final Set<String> ENVELOPE = Set.of("MAIL", "RCPT");

        private final ServerSocket listening;
        private final List<Socket> connections = new CopyOnWriteArrayList<>();
        private final List<String> mails = new CopyOnWriteArrayList<>();
        private volatile String extensions = "250 PIPELINING";
        private volatile String refused = "";
        private volatile String refusal = "";
        private volatile boolean answersLate;
        private volatile boolean wasAhead;

        Server() {
            try {
                listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(this::accept);
        }

        int port() {
            return listening.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    var socket = listening.accept();
                    connections.add(socket);
                    Thread.ofVirtual().start(() -> serve(socket));
                }
            } catch (IOException e) {
                // Closed: the test is over.
            }
        }

        private void serve(Socket socket) {
            try (socket; var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
                var out = socket.getOutputStream();
                out.write("220 test\r\n".getBytes(US_ASCII));
                var envelope = "";
                var answers = "";
                for (var line = in.readLine(); line != null; line = in.readLine()) {
                    var command = line.substring(0, Math.min(4, line.length()));
                    if (ENVELOPE.contains(command)) {
                        envelope += line.substring(line.indexOf('<') + 1, line.indexOf('>'))
                                + (command.equals("MAIL") ? " " : "\n");
                        wasAhead = wasAhead || in.ready();
                    }
                    answers += answer(command);
                    if (!answersLate || !ENVELOPE.contains(command)) {
                        out.write(answers.getBytes(US_ASCII));
                        answers = "";
                    }
                    if (command.equals("DATA") && !refused.equals("DATA")) {
                        var content = content(in);
                        if (!refused.equals(".")) {
                            mails.add(envelope + content);
                        }
                        envelope = "";
                        out.write(answer(".").getBytes(US_ASCII));
                    }
                }
            } catch (IOException e) {
                // The client has closed the connection, as it does after a refusal.
            }
        }

        private String answer(String command) {
            return (command.equals(refused) ? refusal : switch (command) {
                case "EHLO" -> "250-test\r\n" + extensions;
                case "DATA" -> "354 go on";
                default -> "250 fine";
            }) + "\r\n";
        }

        private static String content(BufferedReader in) throws IOException {
            var content = new StringBuilder();
            for (var line = in.readLine(); !line.equals("."); line = in.readLine()) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            return content.toString();
        }

        @Override
        public void close() throws IOException {
            listening.close();
            for (var connection : connections) {
                connection.close();
            }
        }
    }
}
