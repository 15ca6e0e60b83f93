package org.redstats.demo.red.upload;

/** Measured, but the broker has not confirmed all of it. */
final class NotPublished extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long published;
    private final int measured;

    NotPublished(long published, int measured, Throwable cause) {
        super(published + " of " + measured + " measurements were published", cause);
        this.published = published;
        this.measured = measured;
    }

    String advice() {
        return measured == 1 ? "The measurement could not be published, try again later"
                : published + " of " + measured + " measurements were published, try the images again one by one later";
    }
}
