package org.redstats.subscribe.mail;

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

    /** @param words of the server, its code among them */
    static SmtpAnswer of(int code, String words, boolean ofSender) {
        return new SmtpAnswer(code, MaskedEmail.within(words.strip()), ofSender);
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
