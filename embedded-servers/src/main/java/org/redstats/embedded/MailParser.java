package org.redstats.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;

import org.jspecify.annotations.Nullable;

/** Reads the bytes of a mail. */
final class MailParser {
    private final MimeMessage message;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder html = new StringBuilder();

    private MailParser(byte[] raw) throws MessagingException {
        this.message = new MimeMessage(Session.getInstance(System.getProperties()), new ByteArrayInputStream(raw));
    }

    static Mail parse(String id, Instant created, byte[] raw) throws MessagingException, IOException {
        return new MailParser(raw).mail(id, created, raw.length);
    }

    private Mail mail(String id, Instant created, int size) throws MessagingException, IOException {
        collect(message);
        String words = text.isEmpty() ? html.toString().replaceAll("(?s)<(style|script|head).*?</\\1>|<[^>]+>", " ")
                : text.toString();
        List<Mail.Address> from = addresses("From");
        return new Mail(id, strip(message.getMessageID()), from.isEmpty() ? new Mail.Address("", "") : from.getFirst(),
                addresses("To"), Optional.ofNullable(message.getSubject()).orElse(""), created,
                Optional.ofNullable(message.getSentDate()).map(Date::toInstant).orElse(created), words, html.toString(),
                size, headers());
    }

    private void collect(Part part) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i));
            }
        } else if (!Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition())
                && part.getContent() instanceof String content) {
            (part.isMimeType("text/html") ? html : text).append(content.replace("\r\n", "\n"));
        }
    }

    private List<Mail.Address> addresses(String header) throws MessagingException {
        String value = message.getHeader(header, ", ");
        if (value == null) {
            return List.of();
        }
        List<Mail.Address> addresses = new ArrayList<>();
        for (InternetAddress address : InternetAddress.parseHeader(value, false)) {
            addresses
                    .add(new Mail.Address(Optional.ofNullable(address.getPersonal()).orElse(""), address.getAddress()));
        }
        return addresses;
    }

    private Map<String, List<String>> headers() throws MessagingException, IOException {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : Collections.list(message.getAllHeaders())) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>())
                    .add(MimeUtility.decodeText(MimeUtility.unfold(header.getValue())));
        }
        return headers;
    }

    private static String strip(@Nullable String messageId) {
        return messageId == null ? "" : messageId.strip().replaceAll("^<|>$", "");
    }
}
