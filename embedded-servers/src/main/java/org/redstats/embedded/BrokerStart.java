package org.redstats.embedded;

import java.lang.reflect.Field;
import java.util.Optional;
import java.util.stream.Stream;

import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.BrokerImpl;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/** Remembers how a start went, because the launcher swallows a failure and a port that is taken. */
final class BrokerStart extends DefaultSystemLauncherListener {
    private @Nullable SystemConfig<?> system;
    private @Nullable RuntimeException failure;

    @Override
    public void onContainerResolve(SystemConfig<?> systemConfig) {
        system = systemConfig;
    }

    @Override
    public void errorOnStartup(RuntimeException e) {
        failure = e;
    }

    void requireSuccess() {
        if (failure != null || !listens()) {
            throw new IllegalStateException("the broker does not listen", failure);
        }
    }

    /**
     * Qpid ends a broker by itself when the JVM ends, while others may still need it to end in order. It has no setting for
     * that, hence the look inside: here, whoever started the broker ends it.
     */
    void leaveTheEndToTheOwner() throws ReflectiveOperationException {
        Field hook = BrokerImpl.class.getDeclaredField("_shutdownHook");
        hook.setAccessible(true);
        Runtime.getRuntime().removeShutdownHook((Thread) hook.get(broker().orElseThrow()));
    }

    Stream<Queue<?>> queues() {
        return broker().stream().flatMap(broker -> broker.getVirtualHostNodes().stream())
                .flatMap(node -> node.getVirtualHost().getChildren(Queue.class).stream()).map(queue -> queue);
    }

    private boolean listens() {
        return broker().stream().flatMap(broker -> broker.getChildren(Port.class).stream())
                .anyMatch(port -> port.getState() == State.ACTIVE);
    }

    private Optional<Broker<?>> broker() {
        return system != null && system.getContainer() instanceof Broker<?> broker ? Optional.of(broker)
                : Optional.empty();
    }
}
