package org.redstats.system;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.event;
import static org.redstats.system.Events.newUser;

/** The page at / in a browser, and images for it to show. */
final class Dashboard {

    /** What a day of a user's images is, oldest first, one in two hours. */
    static final double[] REDNESS = {0.02, 0.11, 0.05, 0.7, 0.21, 0.18, 0.55, 0.3, 0.95, 0.6};

    private static final double MOST_SHIFTED = 0.01;

    private Dashboard() {}

    /** A user with a day of images. */
    static String userWithImages() {
        var user = newUser();
        var now = Instant.now();
        for (var i = 0; i < REDNESS.length; i++) {
            RedStats.running().broker().publish(
                    event(UUID.randomUUID(), user, REDNESS[i], now.minus(Duration.ofHours(2L * (REDNESS.length - i)))));
        }
        await().atMost(RedStats.PATIENCE).pollInSameThread()
                .until(() -> RedStats.running().total(user) == REDNESS.length);
        return user;
    }

    /** Opens it, and waits until it shows all that it has to show. */
    static Tab open(Look look, String query) throws IOException, InterruptedException {
        return shown(Chromium.open(RedStats.running().url() + "/" + query, look));
    }

    static Tab shown(Tab tab) {
        tab.awaitThat("document.querySelector('#connection')?.dataset.state === 'open'");
        tab.awaitThat("!document.querySelector('#total').innerText.includes('–')");
        tab.awaitThat("document.querySelector('#histogram path')");
        tab.awaitThat("document.querySelector('.chart')?.ariaValueMax > 0");
        tab.awaitThat("document.querySelector('#feed li') || !document.querySelector('#feed-empty').hidden");
        assertThat(tab.evaluate("shifted").asDouble(1)).as("what jumped").isLessThan(MOST_SHIFTED);
        return tab;
    }

    /** Opens the view of one subscription by its link. */
    static Tab openMine(Look look, String id, String token) throws IOException, InterruptedException {
        var tab = Chromium.open(RedStats.running().url() + "/#subscription=" + id + "&token=" + token, look);
        tab.awaitThat("document.querySelector('#mine .card') && !document.querySelector('#page.loading')");
        return tab;
    }

    /** Lets the services answer as they do when something is wrong: the page's requests for this path get this answer. */
    static void answer(Tab tab, String path, int status, String body) {
        tab.evaluate("""
                (() => {
                  const real = window.fetch;
                  window.fetch = (path, options) => String(path).startsWith("%s")
                    ? Promise.resolve(new Response(JSON.stringify(%s), { status: %d })) : real(path, options);
                  window.healed = () => { window.fetch = real; };
                })()""".formatted(path, body, status));
    }

    /** Subscribes to images of everybody, and returns when the secret is shown. */
    static void subscribeWebhook(Tab page, String url) {
        page.click("[value=webhook_url]");
        page.type("#address", url);
        page.click("#subscribe-form .primary");
        page.awaitText("#subscribe-result .secret", "whsec_");
    }
}
