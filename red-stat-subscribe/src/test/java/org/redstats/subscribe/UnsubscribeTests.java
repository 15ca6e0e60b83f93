package org.redstats.subscribe;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON;
import static org.springframework.http.MediaType.TEXT_HTML;

class UnsubscribeTests extends ServiceTests {

    @Test
    void changesNothingWhenTheLinkIsOnlyFollowed() {
        var ann = subscribe("ann@example.org", 0.5, Map.of("user_id", "<b>x", "min_interval", "PT0S"));
        var link = linkOfAMail("<b>x");

        var page = get(link).expectStatus().isOk()
                .expectHeader().contentTypeCompatibleWith(TEXT_HTML)
                .expectHeader().valueEquals("Referrer-Policy", "no-referrer")
                .expectHeader().valueEquals("Cache-Control", "no-store")
                .expectBody(String.class).returnResult().getResponseBody();

        assertThat(page).contains("a***@example.org", "0.5", "&lt;b&gt;x", "<form method=\"post\"", "</button>")
                .doesNotContain("ann@example.org", "<b>x", ann.token());
        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("active");
    }

    @Test
    void actsOnTheButtonAndIsFriendlyTheSecondTime() {
        var ann = subscribe("ann@example.org", 0.5);
        var link = linkOfAMail("1");

        for (var i = 0; i < 2; i++) {
            form(link).expectStatus().isOk().expectBody(String.class)
                    .value(page -> assertThat(page).contains("You are unsubscribed"));
        }

        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("disabled");
        publish("1", 0.9);
        awaitQuiet();
        assertThat(mailsTo("ann@example.org")).hasSize(1);
    }

    @Test
    void obeysTheOneClickOfAMailProgram() {
        var ann = subscribe("ann@example.org", 0.5);
        var link = linkOfAMail("1");

        http.post().uri(link).contentType(MediaType.APPLICATION_FORM_URLENCODED).body("List-Unsubscribe=One-Click")
                .exchange().expectStatus().isOk();

        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("disabled");
    }

    @Test
    void obeysOneClickAsMultipart() {
        var ann = subscribe("ann@example.org", 0.5);
        var link = linkOfAMail("1");
        var form = new LinkedMultiValueMap<String, Object>();
        form.add("List-Unsubscribe", "One-Click");

        http.post().uri(link).contentType(MediaType.MULTIPART_FORM_DATA).body(form).exchange().expectStatus().isOk();

        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("disabled");
    }

    @Test
    void obeysWhateverTheBody() {
        subscribe("ann@example.org", 0.5);
        var link = linkOfAMail("1");

        http.post().uri(link).contentType(MediaType.APPLICATION_FORM_URLENCODED).body("=%zz&&").exchange()
                .expectStatus().isOk();
    }

    @Test
    void endsAllOfAMailboxWhenAskedTo() {
        var ann = subscribe("ann@example.org", 0.5);
        var more = subscribe("ANN@example.org", 0.9);
        var paused = subscribe("ann@example.org", 0.8);
        patch(paused, "{\"status\":\"paused\"}").expectStatus().isOk();
        var bob = subscribe("bob@example.org", 0.5);
        var link = linkOfAMail("1");
        assertThat(get(link).expectBody(String.class).returnResult().getResponseBody())
                .contains("action=\"?" + link.getQuery() + "&amp;all=true\"");

        form(URI.create(link + "&all=true")).expectStatus().isOk().expectBody(String.class)
                .value(page -> assertThat(page).contains("No more mails go to", "a***@example.org"));

        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("disabled");
        as(more, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("disabled");
        as(paused, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("disabled");
        as(bob, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("active");
    }

    @Test
    void cancelsWhatWaits() {
        var ann = subscribe("ann@example.org", 0.5);
        var link = linkOfAMail("1");
        sink.stop();
        publish("1", 0.8);
        await().until(() -> deliveries(ann).size() == 2);

        form(link).expectStatus().isOk();
        sink.startAgain();
        subscribe("bob@example.org", 0.5);
        publish("1", 0.9);
        awaitQuiet();

        assertThat(mailsTo("ann@example.org")).hasSize(1);
        assertThat(deliveries(ann)).extracting(delivery -> delivery.path("state").asString())
                .containsExactly("cancelled", "sent");
    }

    @Test
    void letsOneSubscribeAgain() {
        var before = subscribe("ann@example.org", 0.5);
        form(linkOfAMail("1")).expectStatus().isOk();

        var after = subscribe("ann@example.org", 0.5);

        assertThat(after.id()).isNotEqualTo(before.id());
        as(before, HttpMethod.GET, "").expectStatus().isOk();
    }

    @Test
    void knowsNoWrongLink() {
        var ann = subscribe("ann@example.org", 0.5);
        var link = linkOfAMail("1");
        var wrong = URI.create("/sub/" + ann.id() + "/unsubscribe?token=" + ann.token());

        get(wrong).expectStatus().isNotFound().expectHeader().contentTypeCompatibleWith(TEXT_HTML)
                .expectBody(String.class).value(page -> assertThat(page).contains("leads nowhere"));
        for (var uri : new URI[]{wrong, URI.create("/sub/" + ann.id() + "/unsubscribe"),
                URI.create("/sub/nonsense/unsubscribe?" + link.getQuery())}) {
            http.post().uri(uri).exchange().expectStatus().isNotFound()
                    .expectHeader().contentType(APPLICATION_PROBLEM_JSON);
        }
        as(ann, HttpMethod.GET, "").expectBody().jsonPath("$.status").isEqualTo("active");
    }

    private ResponseSpec get(URI link) {
        return http.get().uri(link).accept(TEXT_HTML).exchange();
    }

    private ResponseSpec form(URI link) {
        return http.post().uri(link).accept(TEXT_HTML).contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body("").exchange();
    }

    /** The link of the first mail that a match of this user causes, seen from this service. */
    private URI linkOfAMail(String userId) {
        publish(userId, 0.7);
        await().until(() -> mailsTo("ann@example.org").size() == 1);
        awaitQuiet();
        var header = Objects.requireNonNull(mailsTo("ann@example.org").getFirst().header("List-Unsubscribe"));
        var link = URI.create(header.substring(1, header.length() - 1));
        return URI.create(link.getPath() + "?" + link.getQuery());
    }
}
