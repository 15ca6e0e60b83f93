package org.redstats.notify.socket;

import org.springframework.web.socket.CloseStatus;

/** What a connection sends besides alerts. */
sealed interface Frame {

    record Text(String text) implements Frame {}

    record Ping() implements Frame {}

    record Close(CloseStatus status) implements Frame {}
}
