package org.redstats.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;
import static org.redstats.system.RedStats.PATIENCE;

/** The page at /, used as people use it, in a real browser. */
class DashboardTests {

    private static final int MOST_BYTES = 150_000;
    private static final Path POPPY = Path.of("..", "demo-launcher", "pictures", "poppy.png");
    private static final Pattern MANAGE = Pattern.compile("http://[^ ]+(/#subscription=[^ ]+)");
    private static final String ROWS = "document.querySelectorAll('#feed li').length";

    private final RedStats redStats = RedStats.running();

    @Test
    void showsWhatIsCounted() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.WIDE, "?user_id=" + user)) {
            assertThat(page.text("#total")).isEqualTo("10");
            assertThat(page.text("#above")).isEqualTo("4");
            assertThat(page.text("#above-label")).isEqualTo("redder than 0.50");
            assertThat(page.text("#share")).isEqualTo("40.0 %");
            assertThat(page.evaluate("[...document.querySelectorAll('#feed strong')].map(it => it.innerText).join()")
                    .asString()).isEqualTo("0.600,0.950,0.550,0.700");

            page.click("summary");

            page.awaitThat("document.querySelectorAll('#as-table tbody tr').length > 90");
            assertThat(sum(page, 1)).isEqualTo(10);
            assertThat(sum(page, 2)).isEqualTo(4);
            assertThat(page.complaints()).isEmpty();
        }
    }

    private static int sum(Tab page, int column) {
        return page.evaluate("[...document.querySelectorAll('#as-table tbody tr')].reduce((sum, row) => sum"
                + " + Number(row.cells[" + column + "].innerText), 0)").asInt();
    }

    @Test
    void letsOneChooseTheThreshold() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.PHONE, "?user_id=" + user)) {
            page.type("#threshold-exact", "0.65");

            page.awaitThat("document.querySelector('#above').innerText === '2'");
            page.awaitThat(ROWS + " === 2");
            page.awaitThat("location.search.includes('red_threshold=0.65')");
            assertThat(page.text("#above-label")).isEqualTo("redder than 0.65");
            assertThat(page.text("#subscribe-about")).contains("redder than 0.65", "of user " + user);

            page.evaluate("document.querySelector('#threshold').focus()");
            page.press("ArrowLeft");
            page.awaitThat("location.search.includes('red_threshold=0.64')");
            page.press("End");
            page.awaitThat("document.querySelector('#above').innerText === '0'");
            page.awaitThat("!document.querySelector('#feed-empty').hidden");
            assertThat(page.text("#feed-empty")).startsWith("Nothing redder than 1.00 of " + user);
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void keepsInItsAddressWhatIsLookedAt() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.WIDE, "?window=week&red_threshold=0.25&user_id=" + user)) {
            assertThat(page.evaluate("document.querySelector('[name=window]:checked').value").asString())
                    .isEqualTo("week");
            assertThat(page.evaluate("document.querySelector('#threshold').value").asString()).isEqualTo("0.25");
            assertThat(page.evaluate("document.querySelector('#user').value").asString()).isEqualTo(user);
            assertThat(page.text("#above")).isEqualTo("5");

            page.click("[value=hour]");
            page.awaitThat("document.querySelector('#total').innerText === '0'");
            page.awaitText("#chart .empty", "No images in this time.");
            assertThat(page.evaluate("location.search").asString()).contains("window=hour");

            page.evaluate("history.back()");
            page.awaitThat("document.querySelector('#total').innerText === '10'");
            assertThat(page.evaluate("document.querySelector('[name=window]:checked').value").asString())
                    .isEqualTo("week");

            page.type("#user", newUser());
            page.awaitThat("document.querySelector('#total').innerText === '0'");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void takesATimeOfOnesOwn() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.PHONE_DARK, "?user_id=" + user)) {
            page.click("[value=custom]");
            page.evaluate("document.querySelector('#to').value = '2020-01-01T00:00:00'");
            page.click("#custom button");
            page.awaitText("#custom-error", "the first before the second");
            assertThat(page.evaluate("document.activeElement.id").asString()).isEqualTo("from");

            page.evaluate("document.querySelector('#from').value = '2019-01-01T00:00:00'");
            page.click("#custom button");

            page.awaitThat("location.search.includes('from=2019-01-01T00')");
            page.awaitThat("document.querySelector('#total').innerText === '0'");
            assertThat(page.text("#custom-error")).isEmpty();
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void zoomsIntoAStretchOfTimeAndBack() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.WIDE, "?user_id=" + user)) {
            page.drag("#chart", 0.5, 0.95);

            page.awaitThat("location.search.includes('from=')");
            page.awaitThat("Number(document.querySelector('#total').innerText) < 8");
            page.awaitThat("!document.querySelector('#zoom-back').hidden");
            assertThat(page.evaluate("document.querySelector('[name=window]:checked').value").asString())
                    .isEqualTo("custom");

            page.doubleClick("#chart");
            page.awaitThat("document.querySelector('#total').innerText === '10'");
            page.awaitThat("document.querySelector('#zoom-back').hidden");

            page.evaluate("document.querySelector('#chart').focus()");
            page.press("Home");
            page.awaitThat("document.querySelector('#chart').ariaValueText.endsWith('redder')");
            page.pressWithShift("ArrowRight");
            page.pressWithShift("ArrowRight");
            page.awaitThat("document.querySelector('#chart').ariaValueText.endsWith('Enter zooms in')");
            page.press("Enter");
            page.awaitThat("location.search.includes('from=')");
            page.awaitThat("document.querySelector('#total').innerText === '0'");
            page.press("Escape");
            page.awaitThat("document.querySelector('#total').innerText === '10'");

            page.drag("#chart", 0.5, 0.95);
            page.awaitThat("!document.querySelector('#zoom-back').hidden");
            page.click("#zoom-back");
            page.awaitThat("document.querySelector('#total').innerText === '10'");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void showsAlertsAsTheyComeAndRestsWhenAskedTo() throws Exception {
        var user = newUser();
        try (var page = Dashboard.open(Look.WIDE_DARK, "?user_id=" + user)) {
            assertThat(page.text("#connection")).isEqualTo("live");
            redStats.broker().publish(event(user, 0.8));
            page.awaitThat(ROWS + " === 1");
            page.awaitThat("document.querySelector('#total').innerText === '1'");
            page.awaitText("#feed-said", "1 new alert, reddest 0.80.");

            page.click("#pause");
            redStats.broker().publish(event(user, 0.9));
            page.awaitText("#pause", "Resume (1 new)");
            assertThat(page.evaluate(ROWS).asInt()).isEqualTo(1);
            assertThat(page.evaluate("document.querySelector('#pause').ariaPressed").asString()).isEqualTo("true");

            page.click("#pause");
            page.awaitThat(ROWS + " === 2");
            assertThat(page.text("#feed li:first-child strong")).isEqualTo("0.900");
            assertThat(page.text("#pause")).isEqualTo("Pause");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void showsOneUserAloneWhenItsNameIsPressed() throws Exception {
        var user = newUser();
        try (var page = Dashboard.open(Look.WIDE, "?red_threshold=0.5")) {
            redStats.broker().publish(event(user, 0.999));
            page.awaitThat("document.querySelector('#feed [data-user=\"" + user + "\"]')");

            page.click("#feed [data-user=\"" + user + "\"]");

            page.awaitThat("document.querySelector('#user').value === '" + user + "'");
            page.awaitThat("document.querySelector('#total').innerText === '1'");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void followsAPictureFromRedToTheFeed() throws Exception {
        var user = newUser();
        try (var page = Dashboard.open(Look.PHONE, "?red_threshold=0.1&user_id=" + user)) {
            page.type("#picture-user", user);
            page.choose("#image", POPPY);

            page.awaitText("#picture-result", "Measured: 0.298 red, user " + user);
            page.awaitText("#picture-result", "Counted, ");
            page.awaitText("#picture-result", "In the live feed");
            page.awaitThat(ROWS + " === 1");
            assertThat(redStats.total(user)).isEqualTo(1);

            page.type("#threshold-exact", "0.9");
            page.awaitThat("location.search.includes('0.9')");
            page.choose("#image", POPPY);
            page.awaitText("#picture-result", "Not redder than 0.90, so nobody is alerted");
            page.awaitText("#picture-result", "Counted, ");
            assertThat(page.complaints()).isEmpty();

            page.choose("#image", Path.of("pom.xml"));
            page.awaitThat("document.querySelector('.travel .failed')");
            page.expectComplaint("/red");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void takesAPictureThatIsDropped() throws Exception {
        try (var page = Dashboard.open(Look.WIDE, "?red_threshold=0.1")) {
            page.evaluate("""
                    (async () => {
                      const canvas = new OffscreenCanvas(8, 8);
                      const pen = canvas.getContext("2d");
                      pen.fillStyle = "#f00";
                      pen.fillRect(0, 0, 8, 8);
                      const carried = new DataTransfer();
                      carried.items.add(new File([await canvas.convertToBlob()], "red.png", { type: "image/png" }));
                      document.querySelector("#drop").dispatchEvent(
                        new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
                    })()""");
            page.awaitText("#picture-result", "Measured: 1.00 red, user visitor");
            page.awaitText("#picture-result", "In the live feed");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void subscribesAMailboxAndSaysWhatIsNext() throws Exception {
        var user = newUser();
        try (var page = Dashboard.open(Look.PHONE, "?red_threshold=0.3&user_id=" + user)) {
            page.click("#subscribe-form .primary");
            page.awaitText("#address-error", "Give an e-mail address.");
            page.type("#address", "ann@localhost");
            page.click("#subscribe-form .primary");
            page.awaitThat("document.querySelector('#address').ariaInvalid === 'true'");
            page.expectComplaint("/sub");

            page.type("#address", user + "@example.org");
            page.click("#subscribe-form .primary");

            page.awaitText("#subscribe-result", "Subscribed. " + user + "@example.org gets a mail");
            page.click("#subscribe-form .primary");
            page.awaitText("#subscribe-result", "There is this subscription already");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void saysThatAMailboxHasToBeConfirmed() throws Exception {
        try (var page = Dashboard.open(Look.WIDE, "")) {
            Dashboard.answer(page, "/sub", 202, "{ status: 'pending', email: 'ann@example.org', id: 1, token: 't' }");
            page.type("#address", "ann@example.org");
            page.click("#subscribe-form .primary");

            page.awaitText("#subscribe-result", "a mail is on its way to ann@example.org");
            assertThat(page.text("#subscribe-result")).contains("Until then nothing is sent");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void showsTheSecretOfAWebhookOnce() throws Exception {
        var path = newUser();
        try (var page = Dashboard.open(Look.WIDE, "")) {
            Dashboard.subscribeWebhook(page, "https://example.org/" + path);
            page.click(".secret button");
            page.awaitThat("document.querySelector('.secret button').innerText !== 'Copy'");
            page.click("#subscribe-result a");
            page.awaitText("#mine", "https://example.org/" + path);
            page.awaitText("#mine", "Active: alerts are sent.");
            assertThat(page.text("#mine")).doesNotContain("whsec_");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void exchangesTheSecretOfAWebhookWhereThatIsMeant() throws Exception {
        var path = newUser();
        try (var page = Dashboard.open(Look.WIDE, "")) {
            Dashboard.subscribeWebhook(page, "https://example.org/" + path);
            var old = page.text("#subscribe-result code");
            page.click("#subscribe-result a");
            page.awaitText("#mine", "Active: alerts are sent.");

            press(page, "New secret");
            page.awaitThat("document.querySelector('#mine dialog[open]')");
            assertThat(page.barriers()).isEmpty();
            page.press("Escape");
            page.awaitThat("!document.querySelector('#mine dialog[open]')");
            assertThat(page.text("#mine")).doesNotContain("whsec_");
            press(page, "New secret");
            page.click("#mine dialog[open] .primary");

            page.awaitText("#mine .secret", "whsec_");
            page.awaitText("#mine .result", "The secret is exchanged.");
            assertThat(page.text("#mine .secret code")).isNotEqualTo(old);
            assertThat(page.barriers()).isEmpty();
            page.click("#mine .secret button");
            page.awaitThat("document.querySelector('#mine .secret button').innerText !== 'Copy'");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void letsTheReaderOfAMailChangePauseAndEndHisSubscription() throws Exception {
        var user = newUser();
        var email = user + "@example.org";
        var id = redStats.subscribe(email, 0.5, user, "PT0S").get("id").asString();
        redStats.broker().publish(event(user, 0.8));
        await().atMost(PATIENCE).until(() -> redStats.mailsTo(email).size() == 1);
        var link = MANAGE.matcher(redStats.mailsTo(email).getFirst().get("Text").asString().replace("\r", "")
                .replace('\n', ' '));
        assertThat(link.find()).isTrue();

        try (var page = Chromium.open(redStats.url() + link.group(1), Look.PHONE)) {
            page.awaitText("#mine", email);
            page.awaitText("#mine", "Active: alerts are sent.");
            page.awaitText("#mine table", "1 image");

            page.type("#mine input[type=number]", "0.7");
            page.evaluate("document.querySelector('#mine select').value = 'PT1H'");
            page.click("#mine .primary");
            page.awaitText("#mine .result", "Saved.");

            press(page, "Send a test");
            page.awaitText("#mine .result", "A test is on its way.");
            await().atMost(PATIENCE).until(() -> redStats.mailsTo(email).size() == 2);
            page.awaitText("#mine table", "a test");

            press(page, "Pause");
            page.awaitText("#mine .state", "Paused: no alerts");
            page.evaluate("location.reload()");
            page.awaitText("#mine .state", "Paused: no alerts");
            assertThat(page.evaluate("document.querySelector('#mine input[type=number]').value").asString())
                    .isEqualTo("0.7");
            assertThat(page.evaluate("document.querySelector('#mine select').value").asString()).isEqualTo("PT1H");
            press(page, "Resume");
            page.awaitText("#mine .state", "Active: alerts are sent.");

            press(page, "Unsubscribe");
            page.awaitThat("document.querySelector('dialog').open");
            page.press("Escape");
            page.awaitThat("!document.querySelector('dialog').open");
            press(page, "Unsubscribe");
            page.click("dialog .primary");
            page.awaitText("#mine", "You are unsubscribed");
            assertThat(page.complaints()).isEmpty();

            page.evaluate("location.reload()");
            page.awaitText("#mine", "This link leads nowhere");
            page.expectComplaint("/sub/" + id);
            page.click("#mine a");
            Dashboard.shown(page);
            assertThat(page.complaints()).isEmpty();
        }
    }

    private static void press(Tab page, String button) {
        page.evaluate("[...document.querySelectorAll('#mine button')].find(it => it.innerText === '" + button
                + "').click()");
    }

    @Test
    void saysWhatIsAwayAndGoesOnWhenItIsBack() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.WIDE, "?user_id=" + user)) {
            Dashboard.answer(page, "/stat", 503, "{ title: 'Service Unavailable', detail: 'the statistics are away' }");
            page.type("#threshold-exact", "0.65");

            page.awaitText("#trouble", "Not available right now: The statistics are away.");
            assertThat(page.text("#total")).isEqualTo("10");
            page.evaluate("healed()");
            page.awaitThat("document.querySelector('#trouble').innerText === ''");
            page.awaitThat("document.querySelector('#above').innerText === '2'");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void asksWhoOneIsWhereThatIsWanted() throws Exception {
        var user = Dashboard.userWithImages();
        // Header and signature do not matter to the page.
        var token = "e30." + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(
                        "{\"sub\":\"%s\",\"scope\":\"openid\"}".formatted(user).getBytes(StandardCharsets.UTF_8))
                + ".x";
        try (var page = Dashboard.open(Look.PHONE, "?user_id=" + newUser())) {
            Dashboard.answer(page, "/stat", 401, "{ title: 'Unauthorized' }");
            page.type("#threshold-exact", "0.65");
            page.awaitThat("document.querySelector('#sign-in').open");
            assertThat(page.barriers()).isEmpty();
            page.evaluate("history.replaceState(null, '', '/')");

            page.evaluate("healed()");
            page.type("#token", token);
            page.click("#sign-in button");

            page.awaitThat("document.querySelector('#total')?.innerText === '10'");
            assertThat(page.evaluate("document.querySelector('#user').value").asString()).isEqualTo(user);
            page.evaluate("sessionStorage.clear()");
        }
    }

    @Test
    void saysThatOneIsOffline() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.PHONE_DARK, "?user_id=" + user)) {
            page.offline(true);
            page.type("#threshold-exact", "0.65");
            page.awaitText("#trouble", "You are offline.");

            page.offline(false);

            page.awaitThat("document.querySelector('#trouble').innerText === ''");
            page.awaitThat("document.querySelector('#above').innerText === '2'");
            page.expectComplaint("ERR_INTERNET_DISCONNECTED");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void loadsLittleAndNothingTwice() throws Exception {
        try (var page = Chromium.open("about:blank")) {
            page.forget();
            page.go(redStats.url() + "/?user_id=" + newUser());
            Dashboard.shown(page);
            assertThat(page.received()).isLessThan(MOST_BYTES);

            var first = page.received();
            page.evaluate("location.reload()");
            page.awaitThat("performance.getEntriesByType('navigation')[0].type === 'reload'");
            Dashboard.shown(page);
            assertThat(page.evaluate("performance.getEntriesByType('resource').filter(it => it.name.includes('/v/')"
                    + " && it.transferSize > 300).map(it => it.name).join()").asString()).isEmpty();
            assertThat(page.received() - first).isLessThan(first / 3);
            assertThat(page.complaints()).isEmpty();
        }
    }
}
