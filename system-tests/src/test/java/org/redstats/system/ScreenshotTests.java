package org.redstats.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.redstats.system.Events.event;
import static org.redstats.system.RedStats.PATIENCE;

/**
 * Takes the pictures of the documentation, into the folder of the system property {@code screenshots}, by default one under
 * {@code target}.
 */
class ScreenshotTests {

    private static final Path FOLDER = Path.of(System.getProperty("screenshots", "target/screenshots"));
    private static final long MOST_BYTES = 300_000;

    private final RedStats redStats = RedStats.running();

    @Test
    void looksGoodEverywhere() throws Exception {
        Files.createDirectories(FOLDER);
        History.publish(redStats.broker());
        for (var look : List.of(Look.WIDE, Look.WIDE_DARK, Look.TABLET, Look.PHONE, Look.PHONE_DARK)) {
            try (var page = Dashboard.open(look, "?red_threshold=0.25")) {
                page.choose("#image", Path.of("..", "demo-launcher", "pictures", "poppy.png"));
                page.awaitText("#picture-result", "Counted, ");
                page.awaitText("#picture-result", "In the live feed");
                if (!look.isPhone()) {
                    page.hover("#chart");
                }
                shoot(page, "dashboard-" + look.name());
            }
        }
    }

    @Test
    void showsOneSubscription() throws Exception {
        Files.createDirectories(FOLDER);
        var subscription = redStats.subscribe("ann@example.org", 0.4, "ann", "PT0S");
        redStats.broker().publish(event("ann", 0.62));
        await().atMost(PATIENCE).until(() -> !redStats.mailsTo("ann@example.org").isEmpty());
        for (var look : List.of(Look.WIDE, Look.PHONE_DARK)) {
            try (var page = Dashboard.openMine(look, subscription.get("id").asString(),
                    subscription.get("token").asString())) {
                page.awaitText("#mine table", "1 image");
                shoot(page, "subscription-" + look.name());
            }
        }
    }

    private static void shoot(Tab page, String name) throws Exception {
        page.evaluate("scrollTo(0, 0)");
        var file = FOLDER.resolve(name + ".png");
        page.screenshot(file, true);
        assertThat(file).exists();
        assertThat(Files.size(file)).isLessThan(MOST_BYTES);
        assertThat(page.complaints()).isEmpty();
    }
}
