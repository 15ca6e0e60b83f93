package org.redstats.bench.alerts.sink;

import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Map;

import org.redstats.bench.harness.Stage;
import org.redstats.testing.ServiceProcess;

/** The sink, seen from the benchmark. */
public final class MailServer {
    private static final List<String> JVM = List.of("-Xmx64m", "-XX:+UseSerialGC");

    private final int port;

    private MailServer(int port) {
        this.port = port;
    }

    /** Starts it as a process of its own; returns when it listens. */
    public static MailServer start(Stage stage) throws Exception {
        ServiceProcess process = stage.program(Sink.class, JVM, Map.of());
        MailServer server = new MailServer(URI.create(process.url()).getPort());
        stage.await("the sink listens", () -> {
            process.requireAlive();
            return server.listens();
        });
        return server;
    }

    private boolean listens() throws Exception {
        try {
            reset();
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /**
     * What came since it was last reset.
     *
     * @param nanos from the first mail to the last
     */
    public record Taken(long mails, long bytes, long nanos) {

        public double mailsPerSecond() {
            return (mails - 1) / (nanos / 1e9);
        }

        public int bytesPerMail() {
            return (int) (bytes / mails);
        }
    }

    public Taken taken() throws Exception {
        try (SmtpClient client = new SmtpClient(port)) {
            String[] words = client.ask("XTAKEN").split(" ", -1);
            return new Taken(Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    public void reset() throws Exception {
        try (SmtpClient client = new SmtpClient(port)) {
            client.ask("XRESET");
        }
    }
}
