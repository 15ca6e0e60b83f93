package org.redstats.embedded;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

/** Takes every mail on an SMTP port of 127.0.0.1 and shows it on a web page and the start of Mailpit's API. */
public final class MailSink implements AutoCloseable {
    private final Mailbox mailbox;
    private final Refusals refusals = new Refusals();
    private final InboxServer inbox;
    private final int smtpPort;
    private @Nullable SMTPServer smtp;

    private MailSink(Mailbox mailbox, int smtpPort, int httpPort) {
        this.mailbox = mailbox;
        this.smtpPort = smtpPort;
        this.inbox = InboxServer.start(httpPort, mailbox);
    }

    /**
     * Starts the sink; it keeps the newest 5,000 mails.
     *
     * @param smtpPort 0 for any free one
     * @param httpPort 0 for any free one
     * @param folder keeps the mails as {@code .eml} files over a restart; null for memory only
     */
    public static MailSink start(int smtpPort, int httpPort, @Nullable Path folder) {
        QuietLogs.limitToWarnings("org.subethamail");
        MailSink sink = new MailSink(Mailbox.open(folder), FreePort.choose(smtpPort), httpPort);
        sink.startAgain();
        return sink;
    }

    public int smtpPort() {
        return smtpPort;
    }

    public int httpPort() {
        return inbox.port();
    }

    /** Returns what has come, newest first. */
    public List<Mail> messages() {
        return mailbox.newestFirst();
    }

    public void clear() {
        mailbox.clear();
    }

    /** Answers the next recipients with this SMTP code (4xx: try again, 5xx: never) instead of taking their mail. */
    public void refuseNext(int count, int smtpCode) {
        refusals.next(count, smtpCode);
    }

    /** Closes the SMTP port as a mail server that went away; the web side stays. */
    public synchronized void stop() {
        if (smtp != null) {
            smtp.stop();
            smtp = null;
        }
    }

    /** Opens the SMTP port again. */
    public synchronized void startAgain() {
        if (smtp == null) {
            smtp = SMTPServer.port(smtpPort).bindAddress(InetAddress.getLoopbackAddress()).hostName("localhost")
                    .insertReceivedHeaders(false).messageHandlerFactory(context -> new Reception(mailbox, refusals))
                    .build();
            smtp.start();
        }
    }

    @Override
    public void close() {
        stop();
        inbox.close();
    }
}
