package org.redstats.gateway.socket;

import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Mono;

/**
 * A visitor's socket and the service's socket behind it. Frames, pings and pongs pass in both directions, each at the
 * pace of its reader; when one side ends, the other gets what is still on its way and then the same close code.
 */
record SocketPair(WebSocketSession visitor, WebSocketSession service) {

    // Not one send for all of them: that would give up receiving when the other side is gone, which closes this side
    // without a code. Nothing is fetched ahead, so no retained frame can be left behind.
    private static final int ONE_BY_ONE = 0;

    Mono<Void> join() {
        return Mono.when(
                pass(service, visitor, CloseStatus.SERVICE_RESTARTED),
                pass(visitor, service, CloseStatus.GOING_AWAY));
    }

    /** Closes both sides. */
    Mono<Void> close(CloseStatus status) {
        return Mono.when(visitor.close(status), service.close(CloseStatus.GOING_AWAY)).onErrorComplete();
    }

    private static Mono<Void> pass(WebSocketSession from, WebSocketSession to, CloseStatus whenLost) {
        return from.receive()
                .doOnNext(WebSocketMessage::retain)
                .concatMap(message -> to.send(Mono.just(message)).onErrorComplete(), ONE_BY_ONE)
                .onErrorComplete()
                .then(Mono.defer(from::closeStatus))
                .onErrorComplete()
                .map(status -> sendable(status, whenLost))
                .defaultIfEmpty(whenLost)
                .flatMap(to::close)
                .onErrorComplete();
    }

    /** Some codes only say what was not received; they must not be sent. */
    private static CloseStatus sendable(CloseStatus received, CloseStatus whenLost) {
        return switch (received.getCode()) {
            case 1004, 1006, 1015 -> whenLost;
            case 1005 -> CloseStatus.NORMAL;
            default -> received;
        };
    }
}
