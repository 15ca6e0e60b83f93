package org.redstats.demo.launcher;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PortUseTests {

    @Test
    void namesOnlyTheTakenPorts() throws Exception {
        PortUse free;
        try (ServerSocket closedAgain = new ServerSocket(0)) {
            free = new PortUse(closedAgain.getLocalPort(), "nobody");
        }
        try (ServerSocket onLoopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket onAllAddresses = new ServerSocket(0)) {
            PortUse one = new PortUse(onLoopback.getLocalPort(), "one");
            PortUse two = new PortUse(onAllAddresses.getLocalPort(), "two");

            assertThat(PortUse.taken(List.of(one, free, two))).containsExactly(one, two);
        }
    }
}
