package org.redstats.demo.red.measure;

import org.jspecify.annotations.Nullable;

/** An image that is not measured. */
public final class ImageRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String reason;

    /** What kind of fault it is. */
    public enum Fault {
        EMPTY, NOT_AN_IMAGE, UNSUPPORTED, DAMAGED, TOO_LARGE
    }

    public ImageRefused(Fault fault, String reason) {
        this(fault, reason, null);
    }

    ImageRefused(Fault fault, String reason, @Nullable Exception cause) {
        super("The image " + reason, cause);
        this.fault = fault;
        this.reason = reason;
    }

    /** The same, of one among several images. */
    public ImageRefused ofNumber(int number) {
        return new ImageRefused(fault, "number " + number + " " + reason, this);
    }

    /** What is wrong, without the subject and fit for whoever sent it: "is empty". */
    public String reason() {
        return reason;
    }

    public Fault fault() {
        return fault;
    }
}
