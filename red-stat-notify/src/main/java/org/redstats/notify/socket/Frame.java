package org.redstats.notify.socket;

import java.nio.ByteBuffer;

/** What a connection sends besides alerts. */
sealed interface Frame {

    record Text(String text) implements Frame {}

    record Ping() implements Frame {}

    /** @param payload what came with the ping */
    record Pong(ByteBuffer payload) implements Frame {}

    record Close(CloseReason reason) implements Frame {}
}
