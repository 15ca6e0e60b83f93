package org.redstats.subscribe.subscriptions;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a subscription is in its life. */
enum Status {

    /** Alerts are sent. Every new subscription is active at once, because addresses are not asked to confirm. */
    ACTIVE,

    /** Waits for the owner of the address. */
    PENDING,

    /** Its owner wants no alerts for now; what comes meanwhile is not told later. */
    PAUSED,

    /** Over: unsubscribed, or the address does not work. */
    DISABLED;

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
