package org.redstats.subscribe.mail;

import java.util.Optional;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.redstats.subscribe.MaskedEmail;

/**
 * The mail server's refusal.
 *
 * @param code of SMTP
 * @param text the server's own words, without whole addresses
 * @param ofSender whether it is we who are refused, whoever the mail is for
 */
record SmtpAnswer(int code, String text, boolean ofSender) {

    private static final int MAILBOX_FULL = 552;

    /** Empty when it was no answer that failed the mail, but the connection or ourselves. */
    static Optional<SmtpAnswer> of(MessagingException failure) {
        for (Exception e = failure; e instanceof MessagingException next; e = next.getNextException()) {
            var code = switch (next) {
                case SMTPAddressFailedException refused -> refused.getReturnCode();
                case SMTPSenderFailedException refused -> refused.getReturnCode();
                case SMTPSendFailedException refused -> refused.getReturnCode();
                default -> -1;
            };
            if (code > 0) {
                return Optional.of(new SmtpAnswer(code, MaskedEmail.within(String.valueOf(next.getMessage()).strip()),
                        next instanceof SMTPSenderFailedException));
            }
        }
        return Optional.empty();
    }

    /** Whether no later attempt can succeed. A mailbox may be emptied, and a sender allowed, by tomorrow. */
    boolean isForGood() {
        return code / 100 == 5 && code != MAILBOX_FULL && !ofSender;
    }

    /** What the owner of the subscription is told: none of the server's words. */
    String reason() {
        return "the mail server answered " + code;
    }
}
