package org.redstats.embedded;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Properties;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MailSinkTests {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void showsAMailAsMailpitDoes() throws Exception {
        try (MailSink sink = MailSink.start(0, 0, null)) {
            send(sink, "Röt 0.93");

            JsonNode listed = json(sink, "/api/v1/messages");
            assertThat(listed.path("total").asInt()).isOne();
            JsonNode entry = listed.path("messages").path(0);
            assertThat(entry.path("Subject").asString()).isEqualTo("Röt 0.93");
            assertThat(entry.at("/From/Name").asString()).isEqualTo("RED Alerts");
            assertThat(entry.at("/To/0/Address").asString()).isEqualTo("ann@example.org");
            assertThat(entry.path("Snippet").asString()).isEqualTo("It is réd.");
            assertThat(entry.path("Created").asString()).endsWith("Z");

            JsonNode mail = json(sink, "/api/v1/message/" + entry.path("ID").asString());
            assertThat(mail.path("Text").asString()).contains("It is réd.");
            assertThat(mail.path("HTML").asString()).contains("<b>réd</b>");
            assertThat(mail.path("MessageID").asString()).doesNotContain("<").contains("@");

            JsonNode headers = json(sink, "/api/v1/message/" + entry.path("ID").asString() + "/headers");
            assertThat(headers.at("/List-Unsubscribe/0").asString()).isEqualTo("<https://example.org/sub>");
        }
    }

    @Test
    void pagesThroughTheNewestFirstAndDeletes() throws Exception {
        try (MailSink sink = MailSink.start(0, 0, null)) {
            for (String subject : new String[]{"one", "two", "three"}) {
                send(sink, subject);
            }

            JsonNode page = json(sink, "/api/v1/messages?start=1&limit=1");
            assertThat(page.path("total").asInt()).isEqualTo(3);
            assertThat(page.path("messages").size()).isOne();
            assertThat(page.at("/messages/0/Subject").asString()).isEqualTo("two");

            assertThat(status(sink, "DELETE", "/api/v1/messages")).isEqualTo(200);
            assertThat(sink.messages()).isEmpty();
        }
    }

    @Test
    void answersNotFoundForWhatItDoesNotHave() throws Exception {
        try (MailSink sink = MailSink.start(0, 0, null)) {
            assertThat(status(sink, "GET", "/api/v1/message/none")).isEqualTo(404);
            assertThat(status(sink, "GET", "/elsewhere")).isEqualTo(404);
            assertThat(status(sink, "GET", "/api/v1/messages?limit=many")).isEqualTo(400);
            assertThat(status(sink, "GET", "/")).isEqualTo(200);
        }
    }

    @Test
    void hasItsMailsAgainAfterARestart(@TempDir Path folder) throws Exception {
        try (MailSink sink = MailSink.start(0, 0, folder)) {
            send(sink, "older");
            send(sink, "newer");
        }
        try (MailSink sink = MailSink.start(0, 0, folder)) {
            assertThat(sink.messages()).extracting(Mail::subject).containsExactly("newer", "older");
            sink.clear();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesAsManyMailsAsAsked() throws Exception {
        try (MailSink sink = MailSink.start(0, 0, null)) {
            sink.refuseNext(1, 451);

            assertThatThrownBy(() -> send(sink, "refused")).rootCause().hasMessageContaining("451");
            send(sink, "taken");

            assertThat(sink.messages()).extracting(Mail::subject).containsExactly("taken");
        }
    }

    @Test
    void goesAwayAndComesBackOnTheSamePort() throws Exception {
        try (MailSink sink = MailSink.start(0, 0, null)) {
            sink.stop();
            assertThatThrownBy(() -> send(sink, "nobody there")).isInstanceOf(MessagingException.class);

            sink.startAgain();
            send(sink, "back");

            assertThat(sink.messages()).extracting(Mail::subject).containsExactly("back");
        }
    }

    private static void send(MailSink sink, String subject) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(sink.smtpPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("alerts@example.org", "RED Alerts"));
        message.setRecipient(RecipientType.TO, new InternetAddress("ann@example.org"));
        message.setSubject(subject, "UTF-8");
        message.setHeader("List-Unsubscribe", "<https://example.org/sub>");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("It is réd.\n", "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText("<p>It is <b>réd</b>.</p>", "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        Transport.send(message);
    }

    private JsonNode json(MailSink sink, String path) throws Exception {
        return JsonMapper.shared().readTree(http.send(request(sink, "GET", path), BodyHandlers.ofString()).body());
    }

    private int status(MailSink sink, String method, String path) throws Exception {
        return http.send(request(sink, method, path), BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest request(MailSink sink, String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + sink.httpPort() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()).build();
    }
}
