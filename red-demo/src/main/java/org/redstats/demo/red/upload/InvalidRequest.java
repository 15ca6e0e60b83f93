package org.redstats.demo.red.upload;

/** A request that lacks something, or has it wrong. */
final class InvalidRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String rule;

    InvalidRequest(String field, String rule) {
        super(field + ": " + rule);
        this.field = field;
        this.rule = rule;
    }

    String rule() {
        return rule;
    }

    String field() {
        return field;
    }
}
