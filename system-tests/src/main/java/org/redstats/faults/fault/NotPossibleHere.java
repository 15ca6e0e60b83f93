package org.redstats.faults.fault;

/** This machine cannot play a fault. */
public final class NotPossibleHere extends Exception {

    private static final long serialVersionUID = 1;

    /** @param reason what it lacks */
    public NotPossibleHere(String reason) {
        super(reason);
    }
}
