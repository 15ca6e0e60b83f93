package org.redstats.event;

/** A message that breaks the rules of the event; retrying cannot mend it. */
public final class InvalidRedEvent extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String rule;

    /**
     * @param field the field at fault as it is named on the wire, or {@code body} for the message as a whole
     * @param rule what the field must be, and what it was
     */
    public InvalidRedEvent(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
        this.rule = rule;
    }

    /** The field at fault as it is named on the wire, or {@code body}: a small closed set, fit for a metric's tag. */
    public String field() {
        return field;
    }

    /** What is wrong, in one sentence that begins with the field. */
    public String reason() {
        return field + " " + rule;
    }
}
