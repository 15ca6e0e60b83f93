package org.redstats.demo.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A port of 127.0.0.1 and what the demo needs it for. */
record PortUse(int port, String purpose) {

    static List<PortUse> taken(List<PortUse> wanted) {
        return wanted.stream().filter(PortUse::isTaken).toList();
    }

    /** Somebody may listen on all addresses, which some systems do not see as a conflict: so it is tried both ways. */
    boolean isTaken() {
        return somebodyAnswers() || !canBeOpened();
    }

    private boolean somebodyAnswers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean canBeOpened() {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
