package org.redstats.store.stats;

/** An answer failed after its beginning had been sent; all that can be done is to let the client see that it is not whole. */
public final class CutOff extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CutOff(Throwable cause) {
        super("The rest of an answer could not be read", cause);
    }
}
