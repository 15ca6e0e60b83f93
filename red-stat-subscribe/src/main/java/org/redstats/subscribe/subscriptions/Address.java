package org.redstats.subscribe.subscriptions;

import org.jspecify.annotations.Nullable;

/** Where alerts are to go. */
sealed interface Address permits EmailAddress, WebhookUrl {

    /** What makes two the same, as the key of the table has it. */
    String key();

    /** What shares a limit: a mailbox, or a host. */
    default String limitKey() {
        return this instanceof WebhookUrl webhook ? webhook.hostAndPort() : key();
    }

    default @Nullable String email() {
        return this instanceof EmailAddress email ? email.value() : null;
    }

    default @Nullable String webhookUrl() {
        return this instanceof WebhookUrl webhook ? webhook.value() : null;
    }

    default @Nullable String webhookHost() {
        return this instanceof WebhookUrl webhook ? webhook.hostAndPort() : null;
    }
}
