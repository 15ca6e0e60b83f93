package org.redstats.gateway.socket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Knows the open sockets, and tells their visitors to connect again elsewhere when the gateway stops. */
@Component
class OpenSockets implements SmartLifecycle {

    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private final Set<SocketPair> pairs = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    Mono<Void> during(SocketPair pair) {
        return Mono.usingWhen(
                Mono.fromSupplier(() -> pairs.add(pair)),
                added -> pair.join(),
                added -> Mono.fromRunnable(() -> pairs.remove(pair)));
    }

    @Override
    public void start() {
        running = true;
    }

    /** Comes before the web server waits for what is still open, which a socket would keep it doing to the end. */
    @Override
    public void stop() {
        running = false;
        Flux.fromIterable(pairs)
                .flatMap(pair -> pair.close(CloseStatus.SERVICE_RESTARTED))
                .then()
                .timeout(GOODBYE)
                .onErrorComplete()
                .block();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
