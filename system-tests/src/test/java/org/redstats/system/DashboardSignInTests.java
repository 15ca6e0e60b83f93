package org.redstats.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.redstats.testing.TestIssuer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/** The page at / where sign-in is on, in a real browser. */
class DashboardSignInTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path POPPY = Path.of("..", "demo-launcher", "pictures", "poppy.png");
    private static final Pattern MANAGE = Pattern.compile("http://[^ ]+(/#subscription=[^ ]+)");
    private static final String ROWS = "document.querySelectorAll('#feed li').length";
    private static final String USERS = "[...new Set([...document.querySelectorAll('#feed li button')]"
            + ".map(it => it.innerText))].join()";

    private final RedStatsWithSignIn redStats = RedStatsWithSignIn.running();
    private final TestIssuer issuer = redStats.issuer();

    @Test
    void asksWhoOneIsUntilAServiceBelievesIt() throws Exception {
        var user = newUser();
        try (var page = Chromium.open(redStats.url())) {
            page.awaitThat("document.querySelector('#sign-in')?.open");
            for (var look : DashboardAccessibilityTests.LOOKS) {
                page.look(look);
                assertThat(page.barriers()).as("asked, %s", look).isEmpty();
            }
            page.click("#sign-in button");
            page.awaitText("#token-wrong", "Give a token.");

            signIn(page, TestIssuer.sign(issuer.claims(user).build(), TestIssuer.newKey()));
            page.awaitText("#token-wrong", "This token is not accepted");
            for (var look : DashboardAccessibilityTests.LOOKS) {
                page.look(look);
                assertThat(page.barriers()).as("refused, %s", look).isEmpty();
            }
            assertThat(page.evaluate("sessionStorage.length").asInt()).isZero();

            signIn(page, issuer.token(user));
            page.awaitThat("document.querySelector('#user')?.value === '" + user + "'");
            Dashboard.shown(page);
            assertThat(page.text("#total")).isEqualTo("0");
            assertThat(page.evaluate("document.querySelector('#sign-in').open").asBoolean()).isFalse();
            assertNothingButRefusals(page);
        }
    }

    @Test
    void showsAUserHisOwnImagesWhateverTheAddressSays() throws Exception {
        var ann = newUser();
        var bob = newUser();
        send(ann);
        send(bob);
        try (var page = open("?red_threshold=0.1&user_id=" + bob, issuer.token(ann))) {
            assertThat(page.text("#total")).isEqualTo("1");
            assertThat(page.evaluate("document.querySelector('#user').value").asString()).isEqualTo(ann);
            assertThat(page.evaluate("document.querySelector('#user').readOnly").asBoolean()).isTrue();
            assertThat(page.text("#subscribe-about")).contains("of user " + ann);
            page.awaitThat(ROWS + " === 1");

            send(bob);
            send(ann);
            page.awaitThat(ROWS + " === 2");
            page.awaitThat("document.querySelector('#total').innerText === '2'");
            assertThat(page.evaluate(USERS).asString()).isEqualTo(ann);
            assertThat(page.barriers()).isEmpty();
            assertNothingButRefusals(page);
        }
    }

    @Test
    void measuresAPictureForWhoeverIsSignedIn() throws Exception {
        var user = newUser();
        try (var page = open("?red_threshold=0.1", issuer.token(user))) {
            assertThat(page.evaluate("document.querySelector('#picture-user').readOnly").asBoolean()).isTrue();
            page.choose("#image", POPPY);

            page.awaitText("#picture-result", "Measured: 0.298 red, user " + user);
            page.awaitText("#picture-result", "Counted, ");
            page.awaitText("#picture-result", "In the live feed");
            page.awaitThat("document.querySelector('#total').innerText === '1'");
            assertNothingButRefusals(page);
        }
    }

    @Test
    void showsAnAdminEverybodysImages() throws Exception {
        var ann = newUser();
        var bob = newUser();
        try (var page = open("?red_threshold=0.1", issuer.token("root", "red.admin"))) {
            assertThat(page.evaluate("document.querySelector('#user').value").asString()).isEmpty();
            assertThat(page.evaluate("document.querySelector('#picture-user').value").asString()).isEqualTo("root");

            send(ann);
            send(bob);
            page.awaitThat("[\"%s\", \"%s\"].every(user => document.querySelector(`#feed [data-user='${user}']`))"
                    .formatted(ann, bob));
            page.type("#user", ann);
            page.awaitThat("document.querySelector('#total').innerText === '1'");
            page.awaitThat(ROWS + " === 1");
            assertThat(page.evaluate(USERS).asString()).isEqualTo(ann);
            assertNothingButRefusals(page);
        }
    }

    @Test
    void asksAnewWhenTheTokenHasExpired() throws Exception {
        var user = newUser();
        try (var page = Chromium.open("about:blank")) {
            page.before("""
                    window.closes = [];
                    window.WebSocket = class extends WebSocket {
                      constructor(...given) {
                        super(...given);
                        this.addEventListener("close", ({ code, reason }) => closes.push(`${code} ${reason}`));
                      }
                    };""");
            page.go(redStats.url() + "/?red_threshold=0.1");
            page.awaitThat("document.querySelector('#sign-in')?.open");
            signIn(page, issuer.sign(issuer.claims(user).expirationTime(Date.from(Instant.now().plusSeconds(12)))
                    .build()));
            page.awaitThat("document.querySelector('#user')?.value === '" + user + "'");
            Dashboard.shown(page);

            page.awaitThat("closes.includes('1008 token expired')");
            page.awaitThat("document.querySelector('#sign-in').open");
            assertThat(page.text("#token-wrong")).contains("not signed in any more");

            send(user);
            signIn(page, issuer.token(user));
            page.awaitThat("document.querySelector('#total')?.innerText === '1'");
            Dashboard.shown(page);
            page.awaitThat(ROWS + " === 1");
            assertNothingButRefusals(page);
        }
    }

    @Test
    void opensASubscriptionByItsLinkAlone() throws Exception {
        var user = newUser();
        var email = user + "@example.org";
        var subscription = ask("/sub", user, "application/json", BodyPublishers.ofString("""
                {"red_threshold":0.1,"email":"%s","min_interval":"PT0S"}""".formatted(email)));
        send(user);
        var text = await().atMost(PATIENCE).pollInSameThread().until(() -> redStats.inbox().messages().stream()
                .filter(mail -> mail.to().getFirst().address().equals(email)).findFirst().map(mail -> mail.text())
                .orElse(""), found -> !found.isEmpty());
        var link = MANAGE.matcher(text.replaceAll("\\s+", " "));
        assertThat(link.find()).isTrue();

        try (var page = Chromium.open(redStats.url() + link.group(1))) {
            page.awaitText("#mine", email);
            page.awaitText("#mine", "Active: alerts are sent.");
            page.awaitText("#mine table", "1 image");
            page.evaluate(
                    "[...document.querySelectorAll('#mine button')].find(it => it.innerText === 'Pause').click()");
            page.awaitText("#mine .state", "Paused: no alerts");
            assertThat(page.evaluate("document.querySelector('#sign-in').open").asBoolean()).isFalse();
            assertThat(page.complaints()).isEmpty();

            page.evaluate(
                    "location.hash = '#subscription=%s&token=wrong'".formatted(subscription.get("id").asString()));
            page.awaitText("#mine", "This link leads nowhere");
            page.expectComplaint("/sub/");
            assertThat(page.evaluate("document.querySelector('#sign-in').open").asBoolean()).isFalse();
            assertThat(page.complaints()).isEmpty();
        }
    }

    /** Opens the page as somebody who signs in there. */
    private Tab open(String query, String token) throws IOException, InterruptedException {
        var page = Chromium.open(redStats.url() + "/" + query);
        page.awaitThat("document.querySelector('#sign-in')?.open");
        signIn(page, token);
        page.awaitThat("sessionStorage.length === 1 && !document.querySelector('#sign-in').open");
        return Dashboard.shown(page);
    }

    private static void signIn(Tab page, String token) {
        page.type("#token", token);
        page.click("#sign-in button");
    }

    /** A picture of a user; returns when it is counted. */
    private void send(String user) throws IOException, InterruptedException {
        var event = ask("/red", user, "image/png", BodyPublishers.ofFile(POPPY)).get("event_id").asString();
        await().atMost(PATIENCE).pollInSameThread()
                .until(() -> ask("/stat/events", user, "application/json", null).toString().contains(event));
    }

    /** GETs where there is no body. */
    private JsonNode ask(String path, String user, String type, @Nullable BodyPublisher body)
            throws IOException, InterruptedException {
        var answer = HTTP.send(HttpRequest.newBuilder(URI.create(redStats.url() + path)).timeout(PATIENCE)
                .header("Authorization", "Bearer " + issuer.token(user)).header("Content-Type", type)
                .method(body == null ? "GET" : "POST", body == null ? BodyPublishers.noBody() : body).build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    /** The browser itself notes each request, and each WebSocket, that was refused. */
    private static void assertNothingButRefusals(Tab page) {
        assertThat(page.complaints())
                .allMatch(complaint -> complaint.contains("the server responded with a status of 401")
                        || complaint.contains("HTTP Authentication failed"));
    }
}
