package org.redstats.subscribe.subscriptions;

import java.security.SecureRandom;
import java.util.Base64;

/** What alerts to a webhook are signed with, as Standard Webhooks writes it. */
record WebhookSecret(String value) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    static WebhookSecret random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new WebhookSecret("whsec_" + Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return "WebhookSecret";
    }
}
