package org.redstats.subscribe.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;

import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Jakarta Mail's connection with all its settings, TLS and authentication, over which mails go that are written already,
 * from the second on with two answers to wait for instead of four where the server allows it (RFC 2920).
 */
final class SmtpConversation extends SMTPTransport {

    private static final String SECURE = "smtps";
    private static final int TAKEN = 2;
    private static final int GO_ON = 3;

    private final String sender;
    private @Nullable OutputStream line;

    /** @param sender to whom mails come back that cannot be delivered, unless the settings name another */
    SmtpConversation(Session session, String protocol, String sender) {
        super(session, new URLName(protocol, null, -1, null, null, null), protocol, protocol.equals(SECURE));
        var returnPath = session.getProperty("mail." + protocol + ".from");
        this.sender = returnPath == null ? sender : returnPath;
    }

    /**
     * Returns when the server has taken the mail, or with its refusal; then this must be closed.
     *
     * @throws MessagingException when nobody knows
     */
    synchronized Optional<SmtpAnswer> send(Mail mail) throws MessagingException {
        var from = "MAIL FROM:<" + sender + ">";
        var to = "RCPT TO:<" + mail.to() + ">";
        var open = line;
        var refusal = open == null || !supportsExtension("PIPELINING") ? ask(from, to) : tell(open, from, to);
        if (refusal.isPresent() || line == null) {
            return refusal;
        }
        write(line, mail.content());
        sendCommand(".");
        return refusal(TAKEN, false);
    }

    /** Waits for each answer, the way that is open to everybody; Jakarta Mail then gives us the line for the content. */
    private Optional<SmtpAnswer> ask(String from, String to) throws MessagingException {
        sendCommand(from);
        var refusal = refusal(TAKEN, true);
        if (refusal.isEmpty()) {
            sendCommand(to);
            refusal = refusal(TAKEN, false);
        }
        try {
            line = refusal.isEmpty() ? data() : null;
            return refusal;
        } catch (SMTPSendFailedException e) {
            return Optional.of(SmtpAnswer.of(e.getReturnCode(), String.valueOf(e.getMessage()), false));
        }
    }

    private Optional<SmtpAnswer> tell(OutputStream line, String from, String to) throws MessagingException {
        write(line, from + "\r\n" + to + "\r\n");
        sendCommand("DATA");
        var refusal = refusal(TAKEN, true);
        refusal = refusal.isPresent() ? refusal : refusal(TAKEN, false);
        return refusal.isPresent() ? refusal : refusal(GO_ON, false);
    }

    /** It leaves with the next command. Dots that begin a line are doubled by Jakarta Mail. */
    private static void write(OutputStream line, String text) throws MessagingException {
        try {
            line.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new MessagingException("The connection to the mail server broke", e);
        }
    }

    private Optional<SmtpAnswer> refusal(int expected, boolean ofSender) throws MessagingException {
        var code = readServerResponse();
        if (code < 0) {
            throw new MessagingException("The mail server closed the connection");
        }
        return code / 100 == expected ? Optional.empty()
                : Optional.of(SmtpAnswer.of(code, getLastServerResponse(), ofSender));
    }
}
