package org.redstats.faults.scene;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import org.redstats.faults.scene.Trouble.Stage;
import org.redstats.testing.FreePort;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everybody who is told: the mail server of all mailboxes, and the receiver of all webhooks. It keeps of each alert to whom
 * it came, by which id, and of how many images it tells. One that comes again with the same id is the same alert.
 */
public final class Inbox implements AutoCloseable {

    private static final Pattern SEVERAL = Pattern.compile("([0-9,]+) images redder than .*");
    private static final Pattern ONE = Pattern.compile("Red .*: 1 image");
    private static final int CLOSING = 421;
    private static final int NO_CONTENT = 204;

    private final Map<String, Alert> alerts = new ConcurrentHashMap<>();
    private volatile Trouble trouble = Trouble.NONE;
    private final AtomicLong repeated = new AtomicLong();
    private final JsonMapper json = new JsonMapper();
    private final int smtpPort = FreePort.find();
    private final SMTPServer smtp;
    private final HttpServer http;

    private Inbox(HttpServer http) {
        this.http = http;
        smtp = SMTPServer.port(smtpPort).bindAddress(InetAddress.getLoopbackAddress()).hostName("localhost")
                .insertReceivedHeaders(false).messageHandlerFactory(context -> new Reception()).build();
    }

    static Inbox start() throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.find()), 0);
        var inbox = new Inbox(http);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", inbox::receive);
        http.start();
        inbox.smtp.start();
        return inbox;
    }

    /**
     * What somebody was told.
     *
     * @param address a mailbox, or the URL of a webhook
     * @param id of the delivery
     * @param events how many images it tells of
     */
    public record Alert(String address, String id, long events) {}

    int smtpPort() {
        return smtpPort;
    }

    int httpPort() {
        return http.getAddress().getPort();
    }

    /** What is wrong with it from now on. */
    public void trouble(Trouble next) {
        trouble = next;
    }

    private int trouble(Stage stage, String address) {
        try {
            return trouble.at(stage, address);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CLOSING;
        }
    }

    /** Each alert that came, by its id. */
    public Map<String, Alert> alerts() {
        return Map.copyOf(alerts);
    }

    /** How often one came that had come before. */
    public long repeated() {
        return repeated.get();
    }

    /** Forgets what came, before a new run. */
    public void clear() {
        alerts.clear();
        repeated.set(0);
    }

    private void take(Alert alert) {
        var before = alerts.put(alert.id(), alert);
        if (before != null) {
            repeated.incrementAndGet();
            if (!before.equals(alert)) {
                // Not the same alert after all: kept beside, it is one too many.
                alerts.put(alert.id() + " again", before);
            }
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var refusal = trouble(Stage.POSTED, path);
            if (refusal != 0) {
                exchange.sendResponseHeaders(refusal, -1);
                return;
            }
            var body = json.readTree(exchange.getRequestBody().readAllBytes());
            take(new Alert("http://" + exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI(),
                    exchange.getRequestHeaders().getFirst("webhook-id"),
                    body.required("data").required("events").asLong()));
            refusal = trouble(Stage.KEPT, path);
            exchange.sendResponseHeaders(refusal == 0 ? NO_CONTENT : refusal, -1);
        }
    }

    private static long events(String subject) {
        var several = SEVERAL.matcher(subject);
        if (several.matches()) {
            return Long.parseLong(several.group(1).replace(",", ""));
        }
        if (ONE.matcher(subject).matches()) {
            return 1;
        }
        throw new IllegalStateException("Not the subject of an alert: " + subject);
    }

    /** One mail coming in. */
    private final class Reception implements MessageHandler {

        private String mailbox = "";

        @Override
        public void from(String from) throws RejectException {
            refuseMaybe(Stage.SENDER, from);
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            mailbox = recipient;
            refuseMaybe(Stage.RECIPIENT, recipient);
        }

        @Override
        public @Nullable String data(InputStream data) throws RejectException, IOException {
            refuseMaybe(Stage.CONTENT, mailbox);
            try {
                var mail = new MimeMessage(Session.getInstance(new Properties()), data);
                var id = mail.getMessageID();
                take(new Alert(mailbox, id.substring(1, id.indexOf('@')), events(mail.getSubject())));
                refuseMaybe(Stage.TAKEN, mailbox);
                return null;
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        }

        private void refuseMaybe(Stage stage, String address) throws RejectException {
            var code = trouble(stage, address);
            if (code != 0) {
                throw new RejectException(code, "refused on request");
            }
        }

        @Override
        public void done() {}
    }

    @Override
    public void close() {
        smtp.stop();
        http.stop(0);
    }
}
