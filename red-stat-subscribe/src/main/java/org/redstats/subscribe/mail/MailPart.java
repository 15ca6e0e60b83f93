package org.redstats.subscribe.mail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeUtility;

/** One of the kinds of text that a mail offers, as it is where it may be, else quoted. */
final class MailPart {

    private static final int LONGEST_LINE = 998;
    private static final int LAST_OF_ASCII = 126;

    private MailPart() {}

    /** @param text with lines that end with a line feed */
    static void append(StringBuilder mail, String subtype, String text) {
        var isPlain = mayGoAsItIs(text);
        mail.append("Content-Type: text/").append(subtype).append("; charset=UTF-8\r\nContent-Transfer-Encoding: ")
                .append(isPlain ? "7bit" : "quoted-printable").append("\r\n\r\n");
        var lines = text.replace("\n", "\r\n");
        mail.append(isPlain ? lines : quoted(lines)).append("\r\n");
    }

    private static boolean mayGoAsItIs(String text) {
        var length = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n') {
                length = 0;
            } else if (c < ' ' || c > LAST_OF_ASCII || ++length > LONGEST_LINE) {
                return false;
            }
        }
        return true;
    }

    private static String quoted(String lines) {
        var bytes = new ByteArrayOutputStream(2 * lines.length());
        try (var quoting = MimeUtility.encode(bytes, "quoted-printable")) {
            quoting.write(lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MessagingException e) {
            throw new IllegalStateException("every Jakarta Mail knows quoted-printable", e);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }
}
