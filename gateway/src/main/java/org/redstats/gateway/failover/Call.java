package org.redstats.gateway.failover;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.redstats.gateway.balance.Instance;
import org.redstats.gateway.balance.InstanceChoice;
import org.springframework.web.server.ServerWebExchange;

/** One attempt at a request. Its outcome is told once to the instance that was chosen for it. */
final class Call {

    private final ServerWebExchange exchange;
    private final AtomicBoolean told = new AtomicBoolean();

    Call(ServerWebExchange exchange) {
        this.exchange = exchange;
        InstanceChoice.forget(exchange);
    }

    /** Null as long as none was chosen. */
    @Nullable
    Instance instance() {
        return InstanceChoice.of(exchange);
    }

    void answered() {
        tell(Instance::answered);
    }

    void failed(Throwable error) {
        tell(instance -> instance.failed(error));
    }

    void leftOpen() {
        tell(Instance::leftOpen);
    }

    private void tell(Consumer<Instance> outcome) {
        Instance instance = instance();
        if (instance != null && told.compareAndSet(false, true)) {
            outcome.accept(instance);
        }
    }
}
