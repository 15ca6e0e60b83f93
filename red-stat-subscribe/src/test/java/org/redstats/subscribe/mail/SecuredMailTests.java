package org.redstats.subscribe.mail;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import jakarta.mail.MessagingException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.redstats.testing.TestAuthority;
import org.redstats.testing.TestCertificate;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.server.SMTPServer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What Spring's settings say about TLS and passwords holds for our connection to the mail server. */
class SecuredMailTests {

    private static final Mail MAIL = new Mail("ann@example.org", "Subject: a\r\n\r\na\r\n");

    private final TestAuthority authority = TestAuthority.named("tests");
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private SMTPServer server = SMTPServer.port(0).build();

    @TempDir
    private Path folder;

    /** The two ways to TLS: asked for within SMTP, or from the first byte on. */
    enum Way {

        STARTTLS, IMPLICIT;

        List<String> settings() {
            return switch (this) {
                case STARTTLS -> List.of("spring.mail.properties.mail.smtp.starttls.enable=true",
                        "spring.mail.properties.mail.smtp.starttls.required=true");
                case IMPLICIT -> List.of("spring.mail.ssl.enabled=true");
            };
        }

        SMTPServer.Builder on(SMTPServer.Builder server, TestCertificate certificate) {
            var context = certificate.forServer();
            return this == IMPLICIT ? server.serverSocketFactory(context)
                    : server.enableTLS().requireTLS().startTlsSocketFactory(socket -> {
                        var secured = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost",
                                socket.getPort(), true);
                        secured.setUseClientMode(false);
                        return secured;
                    });
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @ParameterizedTest
    @EnumSource
    void handsMailsOverByTls(Way way) {
        listen(secured -> way.on(secured, authority.issue("localhost")));

        connect(way, connection -> {
            assertThat(connection.send(MAIL)).isEmpty();
            assertThat(connection.send(MAIL)).isEmpty();
        });
        assertThat(logins).containsExactly("alerts:right");
        assertThat(mails).containsExactly("ann@example.org", "ann@example.org");
    }

    @ParameterizedTest
    @EnumSource
    void tellsNothingToAServerOfAnotherAuthority(Way way) {
        listen(secured -> way.on(secured, TestAuthority.named("another").issue("localhost")));

        assertRefused(way, "PKIX path building failed");
    }

    @ParameterizedTest
    @EnumSource
    void tellsNothingToAServerOfAnotherName(Way way) {
        listen(secured -> way.on(secured, authority.issue("mail.example.org")));

        assertRefused(way, "localhost");
    }

    @Test
    void tellsNothingToAServerThatTakesStarttlsAway() {
        listen(UnaryOperator.identity());

        assertRefused(Way.STARTTLS, "STARTTLS");
    }

    /** Compose files pass on what is not set as empty. */
    @Test
    void takesAnEmptyUserForNone() {
        listen(UnaryOperator.identity());

        run(List.of("spring.mail.username=", "spring.mail.password="), connection -> connection.send(MAIL));
        assertThat(logins).isEmpty();
    }

    @Test
    void waitsForNoServerForEverWhateverTheProtocol() {
        for (var protocol : List.of("smtp", "smtps")) {
            settings(List.of()).run(context -> assertThat(context.getBean(JavaMailSenderImpl.class)
                    .getJavaMailProperties().stringPropertyNames())
                    .contains("mail." + protocol + ".connectiontimeout", "mail." + protocol + ".timeout",
                            "mail." + protocol + ".writetimeout"));
        }
    }

    /** Does something over a connection. */
    @FunctionalInterface
    private interface Use {

        void with(SmtpConnection connection) throws MessagingException;
    }

    private void assertRefused(Way way, String why) {
        connect(way, connection -> assertThatExceptionOfType(MessagingException.class)
                .isThrownBy(() -> connection.send(MAIL)).satisfies(e -> assertThat(e).hasStackTraceContaining(why)));
        assertThat(logins).isEmpty();
        assertThat(mails).isEmpty();
    }

    private void connect(Way way, Use use) {
        var settings = new ArrayList<>(way.settings());
        settings.addAll(List.of("spring.mail.username=alerts", "spring.mail.password=right",
                "spring.mail.properties.mail.smtp.auth=true", "spring.mail.ssl.bundle=red"));
        run(settings, use);
    }

    private void run(List<String> settings, Use use) {
        settings(settings).run(context -> {
            try (var connection = new SmtpConnection(context.getBean(JavaMailSenderImpl.class), "alerts@example.org")) {
                use.with(connection);
            }
        });
    }

    private ApplicationContextRunner settings(List<String> settings) {
        var trusted = folder.resolve("authority.pem");
        authority.writeTo(trusted);
        return new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MailSenderAutoConfiguration.class))
                .withPropertyValues("spring.mail.host=localhost", "spring.mail.port=" + server.getPortAllocated(),
                        "spring.ssl.bundle.pem.red.truststore.certificate=" + trusted.toUri())
                .withPropertyValues(settings.toArray(String[]::new));
    }

    private void listen(UnaryOperator<SMTPServer.Builder> secured) {
        server = secured.apply(SMTPServer.port(0).bindAddress(InetAddress.getLoopbackAddress()))
                .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(
                        (user, password, context) -> logins.add(user + ":" + password)))
                .messageHandler((context, from, to, data) -> mails.add(to))
                .build();
        server.start();
    }
}
