package org.redstats.subscribe.subscriptions;

/** What a client sent in one field cannot be; the message says what it must be. */
final class WrongValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    WrongValue(String rule) {
        super(rule);
    }

    String rule() {
        return String.valueOf(getMessage());
    }
}
