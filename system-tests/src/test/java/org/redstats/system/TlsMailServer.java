package org.redstats.system;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;

import org.redstats.testing.TestCertificate;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;

/** A mail server that takes mail from whoever knows the password, and hears it only over TLS (STARTTLS). */
final class TlsMailServer implements AutoCloseable {

    static final String USER = "alerts";

    private final List<String> recipients = new CopyOnWriteArrayList<>();
    private final SMTPServer server;
    private volatile TestCertificate certificate;

    TlsMailServer(TestCertificate certificate, String password) {
        this.certificate = certificate;
        server = SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()).hostName("localhost")
                .enableTLS().requireTLS().requireAuth()
                .startTlsSocketFactory(socket -> {
                    var secured = (SSLSocket) this.certificate.forServer().getSocketFactory()
                            .createSocket(socket, "localhost", socket.getPort(), true);
                    secured.setUseClientMode(false);
                    return secured;
                })
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory((user, given, context) -> {
                    if (!user.equals(USER) || !given.equals(password)) {
                        throw new LoginFailedException();
                    }
                }))
                .messageHandler((context, from, to, data) -> recipients.add(to))
                .build();
        server.start();
    }

    int port() {
        return server.getPortAllocated();
    }

    /** Shows another certificate from the next connection on. */
    void present(TestCertificate other) {
        certificate = other;
    }

    long mailsTo(String address) {
        return recipients.stream().filter(address::equals).count();
    }

    @Override
    public void close() {
        server.stop();
    }
}
