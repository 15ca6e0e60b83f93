package org.redstats.subscribe.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * A connection to the mail server that is kept for one mail after the other, by one thread. Opening one takes ten to a
 * hundred times as long as a mail.
 */
final class SmtpConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SmtpConnection.class);
    private static final String DEFAULT_PROTOCOL = "smtp";

    private final JavaMailSenderImpl settings;
    private @Nullable Transport transport;

    SmtpConnection(JavaMailSenderImpl settings) {
        this.settings = settings;
    }

    /** @throws MessagingException when the mail server cannot be reached or does not let us in */
    void open() throws MessagingException {
        if (transport != null) {
            return;
        }
        var protocol = settings.getProtocol();
        var opening = settings.getSession().getTransport(protocol == null ? DEFAULT_PROTOCOL : protocol);
        opening.connect(settings.getHost(), settings.getPort(), settings.getUsername(), settings.getPassword());
        transport = opening;
    }

    /**
     * Returns when the mail server has taken the mail.
     *
     * @throws MessagingException when it has not, or nobody knows; the connection is closed then
     */
    void send(MimeMessage mail) throws MessagingException {
        open();
        try {
            requireOpen().sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            close();
            throw e;
        }
    }

    private Transport requireOpen() {
        if (transport == null) {
            throw new IllegalStateException("not open");
        }
        return transport;
    }

    @Override
    public void close() {
        var closing = transport;
        transport = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (MessagingException e) {
                log.debug("A connection to the mail server did not close in order", e);
            }
        }
    }
}
