package org.redstats.gateway.route;

import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;

/**
 * Connections to the services, a pool for each event loop: a request and its answer stay on the thread that the client's
 * connection has. Out of one pool for all, they would mostly change it twice. Limits of the pool are those of each.
 */
class ServiceConnections implements ConnectionProvider {

    private final ConnectionProvider common;
    private final Map<Thread, ConnectionProvider> ofLoops = new ConcurrentHashMap<>();

    /** @param common whose settings all pools have, and which is for whoever asks from a thread that may block */
    ServiceConnections(ConnectionProvider common) {
        this.common = common;
    }

    @Override
    public Mono<? extends Connection> acquire(TransportConfig config, ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> remote, @Nullable AddressResolverGroup<?> names) {
        ConnectionProvider pool = Schedulers.isInNonBlockingThread()
                ? ofLoops.computeIfAbsent(Thread.currentThread(), this::pool)
                : common;
        return pool.acquire(config, observer, remote, names);
    }

    private ConnectionProvider pool(Thread loop) {
        ConnectionProvider.Builder settings = common.mutate();
        return settings == null ? common : settings.name(common.name() + "-" + loop.getName()).build();
    }
}
