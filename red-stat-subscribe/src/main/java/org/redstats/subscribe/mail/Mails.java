package org.redstats.subscribe.mail;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.outbox.PendingAlert;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/** Writes mails: plain text and HTML of the same content, with the headers that every mail has. */
@Component
class Mails {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z",
            Locale.ENGLISH);

    private final MailTexts texts;
    private final Session session;
    private final InternetAddress from;
    private final String domain;
    private final String publicBaseUrl;

    /** @throws IllegalArgumentException when the sender is not an address */
    Mails(MailTexts texts, JavaMailSenderImpl sender, SubscribeProperties properties) {
        this.texts = texts;
        this.session = sender.getSession();
        this.from = sender(properties.mailFrom());
        this.domain = from.getAddress().substring(from.getAddress().lastIndexOf('@'));
        this.publicBaseUrl = properties.publicBaseUrl().toString().replaceFirst("/+$", "");
    }

    private static InternetAddress sender(String text) {
        try {
            var address = new InternetAddress(text, true);
            return new InternetAddress(address.getAddress(), address.getPersonal(), "UTF-8");
        } catch (MessagingException | java.io.UnsupportedEncodingException e) {
            throw new IllegalArgumentException("red.subscribe.mail-from must be like: Name <alerts@example.org>", e);
        }
    }

    /** @throws MessagingException when the mail cannot be put together, which no second try would change */
    MimeMessage write(PendingAlert alert, PendingAlert.Mailbox mailbox) throws MessagingException {
        var unsubscribe = publicBaseUrl + "/sub/" + alert.subscription() + "/unsubscribe?token="
                + mailbox.unsubscribeToken();
        // Behind the #, which browsers keep to themselves: the token stands in no log.
        var manage = publicBaseUrl + "/#subscription=" + alert.subscription() + "&token="
                + mailbox.manageToken().value();
        var text = texts.of(alert, manage, unsubscribe);
        var mail = new NamedMessage(session, messageId(alert.id()));
        mail.setFrom(from);
        mail.setRecipient(RecipientType.TO, new InternetAddress(mailbox.email()));
        mail.setSubject(text.subject(), "UTF-8");
        mail.setHeader("Date", DATE.format(OffsetDateTime.now(ZoneOffset.UTC)));
        mail.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
        mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setContent(new MimeMultipart("alternative", part(text.plain(), "plain"), part(text.html(), "html")));
        mail.saveChanges();
        return mail;
    }

    private String messageId(UUID delivery) {
        return "<" + delivery + domain + ">";
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        var part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), subtype);
        return part;
    }

    /** A mail that keeps its id, so that a repeat can be recognised. */
    private static final class NamedMessage extends MimeMessage {

        private final String messageId;

        NamedMessage(Session session, String messageId) {
            super(session);
            this.messageId = messageId;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", messageId);
        }
    }
}
