package org.redstats.event.intake;

import org.springframework.boot.amqp.autoconfigure.ConnectionFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the gate on the connections to the broker; for every reader of events. */
@Configuration(proxyBeanMethods = false)
public class IntakeGateConfiguration {

    /** Twice as much may be let in where one of several consumers begins anew: an eighth. */
    private static final int SHARE_OF_HEAP = 16;

    /** The client library reads nested headers by recursion; the deepest that fit into a frame need this much. */
    private static final long STACK_BYTES = 64L * 1024 * 1024;

    @Bean
    IntakeGate intakeGate() {
        return new IntakeGate(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    @Bean
    ConnectionFactoryCustomizer gatedConnections(IntakeGate gate) {
        return connections -> {
            connections.setTrafficListener(gate);
            connections.setThreadFactory(work -> new Thread(null, work, "amqp", STACK_BYTES));
        };
    }
}
