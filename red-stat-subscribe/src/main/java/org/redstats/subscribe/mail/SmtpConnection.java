package org.redstats.subscribe.mail;

import java.util.Optional;
import jakarta.mail.MessagingException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.StringUtils;

/**
 * A connection to the mail server that is kept for one mail after the other, by one thread. Opening one takes ten to a
 * hundred times as long as a mail.
 */
final class SmtpConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SmtpConnection.class);
    private static final String DEFAULT_PROTOCOL = "smtp";

    private final JavaMailSenderImpl settings;
    private final String sender;
    private @Nullable SmtpConversation conversation;

    /** @param sender address of us */
    SmtpConnection(JavaMailSenderImpl settings, String sender) {
        this.settings = settings;
        this.sender = sender;
    }

    /** @throws MessagingException when the mail server cannot be reached or does not let us in */
    void open() throws MessagingException {
        if (conversation != null) {
            return;
        }
        var protocol = settings.getProtocol();
        var opening = new SmtpConversation(settings.getSession(), protocol == null ? DEFAULT_PROTOCOL : protocol,
                sender);
        var hasUser = StringUtils.hasLength(settings.getUsername());
        opening.connect(settings.getHost(), settings.getPort(), hasUser ? settings.getUsername() : null,
                hasUser ? settings.getPassword() : null);
        conversation = opening;
    }

    /**
     * Returns when the mail server has taken the mail, or with its refusal; the connection is closed then.
     *
     * @throws MessagingException when nobody knows whether it has; the connection is closed then, too
     */
    Optional<SmtpAnswer> send(Mail mail) throws MessagingException {
        open();
        var isTaken = false;
        try {
            var refusal = requireOpen().send(mail);
            isTaken = refusal.isEmpty();
            return refusal;
        } finally {
            if (!isTaken) {
                close();
            }
        }
    }

    private SmtpConversation requireOpen() {
        if (conversation == null) {
            throw new IllegalStateException("not open");
        }
        return conversation;
    }

    @Override
    public void close() {
        var closing = conversation;
        conversation = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (MessagingException e) {
                log.debug("A connection to the mail server did not close in order", e);
            }
        }
    }
}
