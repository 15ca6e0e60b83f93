package org.redstats.subscribe.mail;

import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;

import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.outbox.PendingAlert;
import org.springframework.stereotype.Component;

/**
 * Writes mails: plain text and HTML of the same content, with the headers that every mail has. They are written out at
 * once, since a model of each mail would cost several times as much as all the rest; what needs an encoding gets it from
 * Jakarta Mail.
 */
@Component
class Mails {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z",
            Locale.ENGLISH);
    private static final int USUAL_LENGTH = 8192;
    private static final String SUBJECT = "Subject: ";

    private final MailTexts texts;
    private final String from;
    private final String sender;
    private final String domain;
    private final String publicBaseUrl;

    /** @throws IllegalArgumentException when the sender is not an address */
    Mails(MailTexts texts, SubscribeProperties properties) {
        this.texts = texts;
        var address = parse(properties.mailFrom());
        this.from = MimeUtility.fold("From: ".length(), address.toString());
        this.sender = address.getAddress();
        this.domain = sender.substring(sender.lastIndexOf('@'));
        this.publicBaseUrl = properties.publicBaseUrl().toASCIIString().replaceFirst("/+$", "");
    }

    private static InternetAddress parse(String text) {
        try {
            var address = new InternetAddress(text, true);
            return new InternetAddress(address.getAddress(), address.getPersonal(), StandardCharsets.UTF_8.name());
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException("red.subscribe.mail-from must be like: Name <alerts@example.org>", e);
        }
    }

    /** The address alone. */
    String sender() {
        return sender;
    }

    Mail write(PendingAlert alert, PendingAlert.Mailbox mailbox) {
        var unsubscribe = publicBaseUrl + "/sub/" + alert.subscription() + "/unsubscribe?token="
                + mailbox.unsubscribeToken();
        // Behind the #, which browsers keep to themselves: the token stands in no log.
        var manage = publicBaseUrl + "/#subscription=" + alert.subscription() + "&token="
                + mailbox.manageToken().value();
        var text = texts.of(alert, manage, unsubscribe);
        var boundary = "=_" + alert.id(); // which no line of ours begins with
        var mail = new StringBuilder(USUAL_LENGTH)
                .append("Date: ").append(DATE.format(OffsetDateTime.now(ZoneOffset.UTC)))
                .append("\r\nFrom: ").append(from)
                .append("\r\nTo: ").append(mailbox.email())
                .append("\r\nMessage-ID: <").append(alert.id()).append(domain)
                .append(">\r\n").append(SUBJECT).append(encoded(text.subject()))
                .append("\r\nMIME-Version: 1.0\r\nList-Unsubscribe: <").append(unsubscribe)
                .append(">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nAuto-Submitted: auto-generated")
                .append("\r\nContent-Type: multipart/alternative; boundary=\"").append(boundary).append("\"\r\n");
        mail.append("\r\n--").append(boundary).append("\r\n");
        MailPart.append(mail, "plain", text.plain());
        mail.append("--").append(boundary).append("\r\n");
        MailPart.append(mail, "html", text.html());
        mail.append("--").append(boundary).append("--\r\n");
        return new Mail(mailbox.email(), mail.toString());
    }

    private static String encoded(String subject) {
        try {
            return MimeUtility.fold(SUBJECT.length(),
                    MimeUtility.encodeText(subject, StandardCharsets.UTF_8.name(), null));
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java has UTF-8", e);
        }
    }
}
