package org.redstats.store.request;

/** A parameter is not what its rule asks for. */
public final class RuleBroken extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String rule;

    /** @param rule what the parameter must be; it is shown to the client */
    public RuleBroken(String rule) {
        super(rule);
        this.rule = rule;
    }

    String rule() {
        return rule;
    }
}
