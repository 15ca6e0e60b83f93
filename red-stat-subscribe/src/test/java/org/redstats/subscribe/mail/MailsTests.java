package org.redstats.subscribe.mail;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.Token;
import org.redstats.subscribe.outbox.ConfirmationLinks;
import org.redstats.subscribe.outbox.PendingAlert;
import org.redstats.subscribe.outbox.StatisticsLink;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mustache.autoconfigure.MustacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class MailsTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.25Z");

    private static final PendingAlert.Mailbox ANN = new PendingAlert.Mailbox("ann@example.org", "t_-0",
            new Token("m_-0"), false);

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MustacheAutoConfiguration.class))
            .withBean(JdbcClient.class, () -> JdbcClient.create(new DriverManagerDataSource())) // not asked here
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(SubscribeProperties.class)
    @Import({StatisticsLink.class, ConfirmationLinks.class, MailTexts.class, Mails.class})
    static class Settings {}

    @Test
    void isOneMessageOfTwoKinds() {
        write(alert(12, "Zoë 🟥", null), mail -> {
            var parts = (MimeMultipart) mail.getContent();
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getCount()).isEqualTo(2);
            assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
            assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
            assertThat(text(mail, 0)).contains("0.97  user Zoë 🟥,");
            assertThat(text(mail, 1)).contains("<b>Zoë 🟥</b>").endsWith("</html>\n");
        });
    }

    @Test
    void saysWhoseItIsAndHowToEndIt() {
        write(alert(1, "42", null), mail -> {
            assertThat(mail.getFrom()).containsExactly(new InternetAddress("RED_STATS <alerts@example.org>"));
            assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("ann@example.org"));
            assertThat(mail.getSubject()).isEqualTo("Red 0.97 > 0.5: 1 image");
            assertThat(mail.getMessageID()).isEqualTo("<00000000-0000-0000-0000-000000000001@example.org>");
            assertThat(mail.getSentDate()).isCloseTo(Instant.now(), 60_000);
            assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getHeader("List-Unsubscribe")).containsExactly("<http://localhost:8080/sub/"
                    + "00000000-0000-0000-0000-000000000002/unsubscribe?token=t_-0>");
            assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        });
    }

    @Test
    void encodesTheNameOfTheSender() {
        context.withPropertyValues("red.subscribe.mail-from=Röt Stätistik <alerts@example.org>")
                .run(running -> assertThat(parsed(running, alert(1, "42", null)).getFrom())
                        .containsExactly(new InternetAddress("alerts@example.org", "Röt Stätistik", "UTF-8")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "Zoë 🟥", "a\tb"})
    void goesOverEveryLine(String user) {
        context.run(running -> {
            var content = running.getBean(Mails.class).write(alert(5, user, user.repeat(20)), ANN).content();
            assertThat(content.chars()).allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c < 127));
            assertThat(content.replace("\r\n", "")).doesNotContain("\r", "\n");
            assertThat(content.split("\r\n", -1)).allMatch(line -> line.length() <= 998);
            assertThat(content).endsWith("\r\n");
        });
    }

    @Test
    void readsWellAsPlainText() {
        write(alert(12, "42", "42"), mail -> assertThat(text(mail, 0)).isEqualToNormalizingNewlines("""
                12 images were redder than 0.5. Only images of the user 42 are looked at.

                The reddest:

                  0.97  user 42, 1 Mar 2026, 12:00:00 UTC
                  0.96  user 42, 1 Mar 2026, 12:00:01 UTC
                  0.95  user 42, 1 Mar 2026, 12:00:02 UTC
                  0.94  user 42, 1 Mar 2026, 12:00:03 UTC
                  0.93  user 42, 1 Mar 2026, 12:00:04 UTC

                  ... and 7 more

                First: 1 Mar 2026, 12:00:00 UTC
                Last:  1 Mar 2026, 12:01:00 UTC

                All images of that time: http://localhost:8080/?from=2026-03-01T12:00:00Z&to=2026-03-01T12:02:00Z&red_threshold=0.5&user_id=42

                --\s
                You asked to be told of images redder than 0.5, at most once in 1 minute.
                Change, pause or see what was sent: http://localhost:8080/#subscription=00000000-0000-0000-0000-000000000002&token=m_-0
                Unsubscribe: http://localhost:8080/sub/00000000-0000-0000-0000-000000000002/unsubscribe?token=t_-0
                """));
        write(alert(1, "Zoë 🟥 <b>x", null), mail -> assertThat(text(mail, 0)).startsWith("""
                One image was redder than 0.5.

                  0.97  user Zoë 🟥 <b>x, 1 Mar 2026, 12:00:00 UTC

                All images of that time: http://localhost:8080/?from="""));
    }

    @Test
    void escapesMarkupInNames() {
        write(alert(2, "<script>alert(1)</script>", "\"><img src=x>"), mail -> assertThat(text(mail, 1))
                .contains("&lt;script&gt;").doesNotContain("<script", "<img"));
    }

    private interface Check {
        void on(MimeMessage mail) throws Exception;
    }

    private void write(PendingAlert alert, Check check) {
        context.run(running -> check.on(parsed(running, alert)));
    }

    /** As the reader's mail program understands it. */
    private static MimeMessage parsed(ApplicationContext running, PendingAlert alert) throws Exception {
        var content = running.getBean(Mails.class).write(alert, ANN).content();
        return new MimeMessage(null, new ByteArrayInputStream(content.getBytes(US_ASCII)));
    }

    private static String text(MimeMessage mail, int part) throws Exception {
        var text = (String) ((MimeMultipart) mail.getContent()).getBodyPart(part).getContent();
        return text.replace("\r\n", "\n"); // a text's lines end so in every mail
    }

    private static PendingAlert alert(int events, String userOfImages, @Nullable String userAskedFor) {
        var images = IntStream.range(0, Math.min(events, 5)).mapToObj(i -> new PendingAlert.Image(userOfImages,
                0.97 - i / 100.0, new BigDecimal(NOON.getEpochSecond() + i + ".25"))).toList();
        return new PendingAlert(new UUID(0, 1), new UUID(0, 2), NOON, 1, 1, NOON, PendingAlert.Kind.ALERT, ANN, 0.5,
                userAskedFor,
                Duration.ofMinutes(1), events, List.copyOf(images), NOON, NOON.plusSeconds(60));
    }
}
