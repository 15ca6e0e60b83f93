package org.redstats.publisher;

/**
 * What the spool of a {@link RedPublisher} holds and has done since the publisher was made.
 *
 * @param events that are on disk and not yet confirmed by the broker
 * @param bytes of its file; an empty spool has none
 * @param written events that went to disk
 * @param republished events of the spool that the broker has confirmed since
 * @param dropped events that were given up for newer ones, as {@link WhenFull#DROP_OLDEST} says
 * @param damaged files that could not be read and were set aside
 * @param accepting whether a further event would find room, as far as the last one did
 */
public record RedPublishSpool(int events, long bytes, long written, long republished, long dropped, long damaged,
        boolean accepting) {

    /** What happens to an event that the broker does not take while the spool has no room. */
    public enum WhenFull {

        /** It waits for room, and is an error when there is none in time. */
        BLOCK,

        /** It is an error at once. */
        REJECT,

        /** The oldest event of the spool is given up for it, and counted. */
        DROP_OLDEST
    }
}
