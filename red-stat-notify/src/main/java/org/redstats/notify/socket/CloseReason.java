package org.redstats.notify.socket;

/**
 * Why a connection ends.
 *
 * @param code of RFC 6455; {@link #NONE} for a close that says none
 * @param text for a person, at most 123 bytes
 */
record CloseReason(int code, String text) {

    static final int NONE = 1005;

    static final CloseReason SILENT = new CloseReason(1001, "no answer to pings");
    static final CloseReason FLOOD = new CloseReason(1008, "too many frames");
    static final CloseReason UNREAD = new CloseReason(1008, "answers are not read");
    static final CloseReason EXPIRED = new CloseReason(1008, "token expired");
    static final CloseReason NOT_UTF_8 = new CloseReason(1007, "a text must be UTF-8");
    static final CloseReason TOO_BIG = new CloseReason(1009, "a frame may have " + Connections.MAX_FRAME_SIZE
            + " bytes");
    static final CloseReason RESTART = new CloseReason(1012, "connect again");

    /** The client's frames break the protocol of WebSockets. */
    static final CloseReason BROKEN_PROTOCOL = new CloseReason(1002, "not the protocol of WebSockets");
}
