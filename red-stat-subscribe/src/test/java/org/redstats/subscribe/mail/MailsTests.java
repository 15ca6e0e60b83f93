package org.redstats.subscribe.mail;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redstats.subscribe.SubscribeProperties;
import org.redstats.subscribe.Token;
import org.redstats.subscribe.outbox.ConfirmationLinks;
import org.redstats.subscribe.outbox.PendingAlert;
import org.redstats.subscribe.outbox.StatisticsLink;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mustache.autoconfigure.MustacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

class MailsTests {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.25Z");

    private static final PendingAlert.Mailbox ANN = new PendingAlert.Mailbox("ann@example.org", "t_-0",
            new Token("m_-0"), false);

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(MustacheAutoConfiguration.class))
            .withBean(JavaMailSenderImpl.class)
            .withBean(JdbcClient.class, () -> JdbcClient.create(new DriverManagerDataSource())) // not asked here
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties(SubscribeProperties.class)
    @Import({StatisticsLink.class, ConfirmationLinks.class, MailTexts.class, Mails.class})
    static class Settings {}

    @Test
    void isOneMessageOfTwoKindsInPlainAscii() {
        write(alert(12, "Zoë 🟥", null), mail -> {
            var parts = (MimeMultipart) mail.getContent();
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(parts.getBodyPart(0).getContentType()).isEqualTo("text/plain; charset=UTF-8");
            assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
            var raw = new ByteArrayOutputStream();
            mail.writeTo(raw);
            assertThat(US_ASCII.newEncoder().canEncode(raw.toString(java.nio.charset.StandardCharsets.UTF_8))).isTrue();
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
        context.run(running -> check.on(running.getBean(Mails.class).write(alert, ANN)));
    }

    private static String text(MimeMessage mail, int part) throws Exception {
        return (String) ((MimeMultipart) mail.getContent()).getBodyPart(part).getContent();
    }

    private static PendingAlert alert(int events, String userOfImages, @Nullable String userAskedFor) {
        var images = IntStream.range(0, Math.min(events, 5)).mapToObj(i -> new PendingAlert.Image(userOfImages,
                0.97 - i / 100.0, new BigDecimal(NOON.getEpochSecond() + i + ".25"))).toList();
        return new PendingAlert(new UUID(0, 1), new UUID(0, 2), NOON, 1, 1, NOON, PendingAlert.Kind.ALERT, ANN, 0.5,
                userAskedFor,
                Duration.ofMinutes(1), events, List.copyOf(images), NOON, NOON.plusSeconds(60));
    }
}
