package org.redstats.subscribe.mail;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import org.redstats.subscribe.outbox.ConfirmationLinks;
import org.redstats.subscribe.outbox.PendingAlert;
import org.redstats.subscribe.outbox.StatisticsLink;
import org.springframework.stereotype.Component;

/** Says what a mail is about, in words and in HTML. Templates are read once. */
@Component
class MailTexts {

    private final Template alertText;
    private final Template alertHtml;
    private final Template letterText;
    private final Template letterHtml;
    private final StatisticsLink statistics;
    private final ConfirmationLinks confirmations;

    MailTexts(Mustache.Compiler compiler, StatisticsLink statistics, ConfirmationLinks confirmations) {
        this.alertText = compiler.escapeHTML(false).loadTemplate("mail/alert-text");
        this.alertHtml = compiler.loadTemplate("mail/alert-html");
        this.letterText = compiler.escapeHTML(false).loadTemplate("mail/letter-text");
        this.letterHtml = compiler.loadTemplate("mail/letter-html");
        this.statistics = statistics;
        this.confirmations = confirmations;
    }

    record MailText(String subject, String plain, String html) {}

    MailText of(PendingAlert alert, String manage, String unsubscribe) {
        return switch (alert.kind()) {
            case ALERT, TEST -> {
                var words = AlertWords.of(alert, statistics.page(alert), manage, unsubscribe);
                yield new MailText(words.subject(), alertText.execute(words), alertHtml.execute(words));
            }
            case CONFIRMATION -> letter(confirmations.make(alert)
                    .map(link -> Letter.question(alert, link, unsubscribe))
                    .orElseGet(() -> Letter.nothingToConfirm(alert, unsubscribe)));
            case NOTICE -> letter(Letter.webhookDisabled(alert, unsubscribe));
        };
    }

    private MailText letter(Letter letter) {
        return new MailText(letter.subject(), letterText.execute(letter), letterHtml.execute(letter));
    }
}
