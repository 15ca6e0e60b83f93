package org.redstats.subscribe;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.Test;
import org.redstats.subscribe.worker.WorkerLoop;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "red.subscribe.confirmation.required=true")
class ConfirmationTests extends ServiceTests {

    private static final Map<String, Object> WISH = Map.of("email", "ann@example.org", "red_threshold", 0.5,
            "min_interval", "PT0S", "user_id", "42");

    @Autowired
    private WorkerLoop unconfirmedLoop;

    @Test
    void asksTheOwnerOfTheMailboxFirst() {
        var ann = ask();
        assertThat(ann.path("status").asString()).isEqualTo("pending");
        publish("42", 0.7);
        var link = link(1);
        assertThat(mailsTo("ann@example.org").getFirst().text()).contains("redder than 0.5", "user 42", "Confirm: ");
        assertThat(mailsTo("ann@example.org").getFirst().header("List-Unsubscribe-Post")).isNotBlank();
        assertThat(deliveries(owned(ann))).isEmpty();
        as(owned(ann), HttpMethod.POST, "/test").expectStatus().isEqualTo(409);

        html(HttpMethod.GET, link).expectStatus().isOk().expectBody(String.class)
                .value(page -> assertThat(page).contains("a***@example.org", "<form method=\"post\">"));
        assertThat(status(ann)).isEqualTo("pending");
        html(HttpMethod.POST, link).expectStatus().isOk().expectBody(String.class)
                .value(page -> assertThat(page).contains("You are subscribed"));
        assertThat(status(ann)).isEqualTo("active");
        assertThat(count("SELECT count(*) FROM delivery WHERE kind = 'alert'")).isZero();

        publish("42", 0.8);
        await().until(() -> mailsTo("ann@example.org").size() == 2);
        assertThat(mailsTo("ann@example.org").getFirst().subject()).isEqualTo("Red 0.8 > 0.5: 1 image");
    }

    @Test
    void tellsAStrangerNothing() {
        var first = ask();
        html(HttpMethod.POST, link(1)).expectStatus().isOk();

        var second = ask();

        assertThat(second.propertyNames()).containsExactlyElementsOf(first.propertyNames());
        assertThat(second.path("status").asString()).isEqualTo("pending");
        assertThat(second.path("id").asString()).isNotEqualTo(first.path("id").asString());
        assertThat(status(second)).isEqualTo("pending");
        assertThat(deliveries(owned(second))).isEmpty();
        await().until(() -> mailsTo("ann@example.org").size() == 2);
        assertThat(mailsTo("ann@example.org").getFirst().subject()).isEqualTo("You have this subscription already");
        assertThat(mailsTo("ann@example.org").getFirst().text()).doesNotContain("/confirm");
    }

    @Test
    void asksAgainWhenAskedToAndMakesOneOfThem() {
        var first = ask();
        var firstLink = link(1);
        var second = ask();
        var secondLink = link(2);

        html(HttpMethod.POST, secondLink).expectStatus().isOk();
        html(HttpMethod.POST, firstLink).expectStatus().isOk();

        assertThat(List.of(status(first), status(second))).containsExactlyInAnyOrder("pending", "active");
        assertThat(status(second)).isEqualTo("active");
    }

    @Test
    void letsALinkWorkOnce() throws Exception {
        var ann = ask();
        var link = link(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> click = () -> html(HttpMethod.POST, link).expectBody(String.class).returnResult()
                    .getStatus().value();
            assertThat(threads.invokeAll(nCopies(8, click)).stream().map(future -> future.resultNow()).toList())
                    .contains(200).allMatch(status -> status == 200 || status == 404);
        }

        html(HttpMethod.POST, link).expectStatus().isNotFound();
        html(HttpMethod.GET, link).expectStatus().isNotFound();
        assertThat(status(ann)).isEqualTo("active");
        assertThat(count("SELECT count(*) FROM confirmation")).isZero();
    }

    @Test
    void knowsNoWrongLink() {
        var ann = ask();
        var link = link(1);
        var other = URI
                .create(link.toString().replace(ann.path("id").asString(), "00000000-0000-0000-0000-000000000000"));
        for (var wrong : List.of(other, URI.create(link + "x"), URI.create(link.getPath()))) {
            http.post().uri(wrong).exchange().expectStatus().isNotFound()
                    .expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
        jdbc.sql("UPDATE confirmation SET expires_at = now()").update();
        html(HttpMethod.POST, link).expectStatus().isNotFound();
        assertThat(status(ann)).isEqualTo("pending");
        assertThat(jdbc.sql("SELECT c::text FROM confirmation c").query(String.class).single())
                .doesNotContain(link.getQuery().replace("token=", ""));
    }

    @Test
    void forgetsWhatNobodyConfirms() {
        var ann = ask();
        jdbc.sql("UPDATE subscription SET created_at = now() - interval '25 hours'").update();

        unconfirmedLoop.stop();
        unconfirmedLoop.start();

        await().until(() -> count("SELECT count(*) FROM subscription") == 0);
        as(owned(ann), HttpMethod.GET, "").expectStatus().isNotFound();
    }

    @Test
    void endsAPendingSubscriptionByItsMail() {
        var ann = ask();
        var confirm = link(1);
        var unsubscribe = URI
                .create(Objects.requireNonNull(mailsTo("ann@example.org").getFirst().header("List-Unsubscribe"))
                        .replaceAll("[<>]", "").replace("https://red.example.org", ""));

        http.post().uri(unsubscribe).exchange().expectStatus().isOk();

        assertThat(status(ann)).isEqualTo("disabled");
        html(HttpMethod.POST, confirm).expectStatus().isNotFound();
        assertThat(status(ann)).isEqualTo("disabled");
    }

    @Test
    void asksTheOwnerOfAWebhookWhetherToTellHim() {
        var hook = json(post(Map.of("webhook_url", "https://hook.example/", "red_threshold", 0.5, "owner_email",
                "ann@example.org")).expectStatus().isCreated().expectBody().returnResult().getResponseBodyContent());
        assertThat(hook.path("status").asString()).isEqualTo("active");

        html(HttpMethod.POST, link(1)).expectStatus().isOk();

        assertThat(count("SELECT count(*) FROM subscription WHERE owner_confirmed")).isOne();
        assertThat(status(hook)).isEqualTo("active");
    }

    private JsonNode ask() {
        return json(post(WISH).expectStatus().isEqualTo(HttpStatus.ACCEPTED).expectBody().returnResult()
                .getResponseBodyContent());
    }

    private static Owned owned(JsonNode answer) {
        return new Owned(answer.path("id").asString(), answer.path("token").asString());
    }

    private String status(JsonNode answer) {
        return json(as(owned(answer), HttpMethod.GET, "").expectBody().returnResult().getResponseBodyContent())
                .path("status").asString();
    }

    /** The link of the newest mail, once there are so many. */
    private URI link(int mails) {
        await().until(() -> mailsTo("ann@example.org").size() == mails);
        var text = mailsTo("ann@example.org").getFirst().text();
        var link = text.substring(text.indexOf("https://red.example.org/sub/")).lines().findFirst().orElseThrow();
        return URI.create(link.replace("https://red.example.org", ""));
    }

    private ResponseSpec html(HttpMethod method, URI link) {
        return http.method(method).uri(link).accept(MediaType.TEXT_HTML).exchange();
    }
}
