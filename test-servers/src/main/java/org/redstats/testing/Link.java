package org.redstats.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One connection over a {@link Line}: what one side says is said to the other, as far as the lanes carry it. */
final class Link {

    private static final int BUFFER = 64 * 1024;

    private final Socket client;
    private final Socket server;
    private final Lane toServer;
    private final Lane fromServer;
    private volatile boolean isReset;

    Link(Socket client, Socket server, Lane toServer, Lane fromServer) {
        this.client = client;
        this.server = server;
        this.toServer = toServer;
        this.fromServer = fromServer;
    }

    /** Returns when both sides have said all, or the connection is broken. */
    void carry() {
        try (client; server) {
            var questions = Thread.startVirtualThread(() -> carry(client, server, toServer, fromServer));
            carry(server, client, fromServer, toServer);
            questions.join();
        } catch (IOException e) {
            // Both were broken already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isOpen() {
        return !client.isClosed();
    }

    void sayToClient(byte[] words) throws IOException {
        client.getOutputStream().write(words);
    }

    /** Ends both sides without a word. */
    void reset() {
        isReset = true; // first, or who notices the one end would end the other in order
        reset(client);
        reset(server);
    }

    private void carry(Socket from, Socket to, Lane lane, Lane back) {
        try {
            if (speak(from, to, lane)) {
                lane.carriesEnd();
                if (!isReset) {
                    to.shutdownOutput();
                }
            } else {
                back.carriesEnd();
                reset();
            }
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when nothing more can be said, and whether it is the speaker who has ended and not the listener. */
    private static boolean speak(Socket from, Socket to, Lane lane) throws InterruptedException, IOException {
        var buffer = new byte[BUFFER];
        var lost = false;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (var n = read(in, buffer, lane); n >= 0; n = read(in, buffer, lane)) {
            lost |= !lane.carries(n);
            if (!lost && !write(out, buffer, n)) {
                return false;
            }
        }
        return true;
    }

    private static int read(InputStream in, byte[] buffer, Lane lane) {
        try {
            return in.read(buffer, 0, lane.portion(buffer.length));
        } catch (IOException e) {
            return -1;
        }
    }

    private static boolean write(OutputStream out, byte[] buffer, int n) {
        try {
            out.write(buffer, 0, n);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It is closed already.
        }
    }
}
