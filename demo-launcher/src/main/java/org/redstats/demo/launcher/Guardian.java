package org.redstats.demo.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** A small shell that outlives this process when it is killed, and then ends the services. */
final class Guardian {
    private static final String SCRIPT = "trap '' INT HUP; while read -r pid; do pids=\"$pids $pid\"; done; kill $pids";

    private final Process shell;
    private final Writer orders;

    private Guardian(Process shell) {
        this.shell = shell;
        this.orders = shell.outputWriter(StandardCharsets.US_ASCII);
    }

    static Guardian start() throws IOException {
        return new Guardian(new ProcessBuilder("sh", "-c", SCRIPT).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    }

    void watch(long pid) {
        try {
            orders.write(pid + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the guardian of the services is gone", e);
        }
    }

    /** Ends the guardian without ending what it guards. */
    void stop() throws InterruptedException {
        shell.destroy();
        shell.waitFor();
    }
}
