package org.redstats.notify.live;

/** What a client asked for breaks a rule; the message is fit for the client. */
public final class InvalidSubscription extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String field;

    /** @param rule completes the sentence that the field's name begins */
    public InvalidSubscription(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
