package org.redstats.subscribe.mail;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.redstats.subscribe.outbox.PendingAlert;

/**
 * A mail that is no alert, as the templates say it.
 *
 * @param link what the button leads to, null when there is none
 */
record Letter(String subject, String headline, List<String> paragraphs, @Nullable String link, String button,
        String footnote, String unsubscribe) {

    private static final String WHY = "Somebody gave this address for alerts about red images.";

    /** Asks the owner of a mailbox whether he agrees. */
    static Letter question(PendingAlert alert, String link, String unsubscribe) {
        var isOwners = alert.to() instanceof PendingAlert.Mailbox mailbox && mailbox.isOwners();
        return new Letter("Please confirm: alerts about red images",
                isOwners ? "Do you want to be told when your webhook is disabled?" : "Do you want alerts by mail?",
                List.of(isOwners ? "This address was given as that of the owner of a webhook." : wish(alert),
                        "If it was not you who asked for this, there is nothing to do: without your consent nothing"
                                + " else is sent, and the question is forgotten within a day."),
                link, "Confirm", WHY, unsubscribe);
    }

    /** Tells the owner of a mailbox that he has what somebody, perhaps he, asked for again. */
    static Letter nothingToConfirm(PendingAlert alert, String unsubscribe) {
        return new Letter("You have this subscription already", "You have this subscription already",
                List.of(wish(alert), "Somebody asked for it again. Nothing changes, and there is nothing to do."), null,
                "",
                WHY, unsubscribe);
    }

    /** Tells the owner of a webhook that nothing is posted there any more. */
    static Letter webhookDisabled(PendingAlert alert, String unsubscribe) {
        return new Letter("Your webhook is disabled", "Your webhook is disabled",
                List.of("The webhook of the subscription " + alert.subscription()
                        + " does not work, or answered that it"
                        + " is gone. Nothing is posted there any more.",
                        "When it works again, subscribe it anew. What it was not told of is listed under the deliveries of"
                                + " the old subscription."),
                null, "", "This address was given and confirmed as that of the webhook's owner.", unsubscribe);
    }

    private static String wish(PendingAlert alert) {
        return "The alerts tell of images" + (alert.userId() == null ? "" : " of the user " + alert.userId())
                + " that are redder than " + Redness.exact(alert.redThreshold())
                + (alert.minInterval().isZero() ? "."
                        : ", at most once in " + AlertWords.words(alert.minInterval()) + ".");
    }
}
