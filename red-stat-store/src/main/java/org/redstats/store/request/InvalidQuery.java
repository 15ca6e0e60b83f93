package org.redstats.store.request;

import java.util.List;

/** A request whose parameters cannot be understood. */
public final class InvalidQuery extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Wrong> errors;

    InvalidQuery(List<Wrong> errors) {
        super("Wrong parameters: " + errors);
        this.errors = List.copyOf(errors);
    }

    /**
     * One wrong parameter.
     *
     * @param field as the client named it
     * @param message what it must be
     */
    public record Wrong(String field, String message) {}

    public List<Wrong> errors() {
        return errors;
    }
}
