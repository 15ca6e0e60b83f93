package org.redstats.bench.alerts.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/** Those who hand over one ready mail time and again, each thread over a connection of its own that is kept. */
public final class BareClients {
    private final MailServer server;
    private final int connections;
    private final int bytes;

    /** @param bytes of the mail */
    public BareClients(MailServer server, int connections, int bytes) {
        this.server = server;
        this.connections = connections;
        this.bytes = bytes;
    }

    /** One thread's share: takes a number at a time until there are no more. */
    @FunctionalInterface
    private interface Share {
        void send(AtomicLong left) throws Exception;
    }

    /** The most that the sink takes: bytes written to sockets. Returns what the sink took. */
    public MailServer.Taken sockets(long mails) throws Exception {
        byte[] mail = (text() + ".\r\n").getBytes(StandardCharsets.US_ASCII);
        return send(mails, left -> {
            try (SmtpClient client = new SmtpClient(server.port())) {
                while (left.getAndDecrement() > 0) {
                    client.send(mail);
                }
            }
        });
    }

    /** The same by transports of Jakarta Mail. */
    public MailServer.Taken jakartaMail(long mails) throws Exception {
        Session session = Session.getInstance(new Properties());
        return send(mails, left -> {
            MimeMessage mail = mail(session);
            Address[] to = mail.getAllRecipients();
            try (Transport transport = session.getTransport("smtp")) {
                transport.connect("127.0.0.1", server.port(), null, null);
                while (left.getAndDecrement() > 0) {
                    transport.sendMessage(mail, to);
                }
            }
        });
    }

    private MimeMessage mail(Session session) throws MessagingException, IOException {
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(new InternetAddress("alerts@example.org"));
        mail.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress("ann@example.org"));
        mail.setText(text());
        mail.saveChanges();
        return mail;
    }

    private String text() {
        String line = "x".repeat(70) + "\r\n";
        return line.repeat(Math.max(1, bytes / line.length()));
    }

    private MailServer.Taken send(long mails, Share share) throws Exception {
        server.reset();
        AtomicLong left = new AtomicLong(mails);
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            List<Callable<Void>> shares = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                shares.add(() -> {
                    share.send(left);
                    return null;
                });
            }
            for (Future<Void> each : threads.invokeAll(shares)) {
                each.get();
            }
        }
        return server.taken();
    }
}
