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
import org.redstats.subscribe.outbox.StatisticsLink;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Writes the mail of an alert: plain text and HTML of the same content. */
@Component
class AlertMails {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z",
            Locale.ENGLISH);

    private final ITemplateEngine templates;
    private final Session session;
    private final InternetAddress from;
    private final StatisticsLink statistics;
    private final String publicBaseUrl;

    /** @throws IllegalArgumentException when the sender is not an address */
    AlertMails(ITemplateEngine templates, JavaMailSenderImpl sender, StatisticsLink statistics,
            SubscribeProperties properties) {
        this.templates = templates;
        this.session = sender.getSession();
        this.statistics = statistics;
        this.from = sender(properties.mailFrom());
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
        var unsubscribe = UriComponentsBuilder.fromUriString(publicBaseUrl)
                .path("/sub/{id}/unsubscribe").queryParam("token", "{token}")
                .encode().buildAndExpand(alert.subscription(), mailbox.unsubscribeToken()).toUriString();
        var words = AlertWords.of(alert);
        var context = new Context(Locale.ENGLISH);
        context.setVariable("alert", words);
        context.setVariable("unsubscribe", unsubscribe);
        context.setVariable("statistics", statistics.of(alert));

        var mail = new NamedMessage(session, messageId(alert.id()));
        mail.setFrom(from);
        mail.setRecipient(RecipientType.TO, new InternetAddress(mailbox.email()));
        mail.setSubject(words.subject(), "UTF-8");
        mail.setHeader("Date", DATE.format(OffsetDateTime.now(ZoneOffset.UTC)));
        mail.setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
        mail.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        mail.setHeader("Auto-Submitted", "auto-generated");
        mail.setContent(new MimeMultipart("alternative", part(templates.process("mail/alert.txt", context), "plain"),
                part(templates.process("mail/alert.html", context), "html")));
        mail.saveChanges();
        return mail;
    }

    private String messageId(UUID delivery) {
        var address = from.getAddress();
        return "<" + delivery + address.substring(address.lastIndexOf('@')) + ">";
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
