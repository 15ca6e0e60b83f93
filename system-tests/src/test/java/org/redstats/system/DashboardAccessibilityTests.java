package org.redstats.system;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.redstats.system.Events.newUser;

/** Whether the page can be used by people who cannot see, point or tell colours apart; listed in docs/dashboard.md. */
class DashboardAccessibilityTests {

    static final List<Look> LOOKS = List.of(Look.WIDE, Look.WIDE_DARK, Look.PHONE, Look.PHONE_DARK);

    private static final int LEAST_TARGET = 24;
    private static final int LEAST_TEXT = 12;

    /** What can be pressed and what its size is; where a label can be pressed in its place, that one's. */
    private static final String TARGETS = """
            [...document.querySelectorAll("a, button, input, select, summary")]
              .map(it => it.matches("[type=radio], [type=file]") ? it.closest("label") : it)
              .filter(it => it.checkVisibility() && !it.matches(".skip"))
              .map(it => ({ it, box: it.getBoundingClientRect() }))
              .filter(({ box }) => box.width < %1$d || box.height < %1$d)
              .map(({ it, box }) => `${it.outerHTML.slice(0, 80)} ${box.width} x ${box.height}`)""";

    private final RedStats redStats = RedStats.running();

    @ParameterizedTest
    @FieldSource("LOOKS")
    void theStatisticsHaveNoBarrier(Look look) throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(look, "?user_id=" + user)) {
            assertNoBarrier(page, "with images");
            assertThat(page.texts(TARGETS.formatted(LEAST_TARGET))).as("small targets").isEmpty();
            assertThat(page.texts("""
                    [...document.querySelectorAll("#page *")]
                      .filter(it => it.checkVisibility() && [...it.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
                      .filter(it => parseFloat(getComputedStyle(it).fontSize) < %d).map(it => it.outerHTML)"""
                    .formatted(LEAST_TEXT))).as("small text").isEmpty();
            assertThat(page.evaluate("document.scrollingElement.scrollWidth <= innerWidth").asBoolean())
                    .as("fits the width").isTrue();

            page.evaluate("document.querySelector('#chart').focus()");
            page.press("ArrowLeft");
            page.click("summary");
            page.click("[value=custom]");
            page.evaluate("document.querySelector('#to').value = '2020-01-01T00:00:00'");
            page.click("#custom button");
            Dashboard.answer(page, "/stat", 503, "{ detail: 'the statistics are away' }");
            page.type("#threshold-exact", "0.65");
            page.awaitText("#trouble", "Not available");
            assertNoBarrier(page, "with a table, a wrong field and trouble");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("LOOKS")
    void whatIsSaidAfterAFormHasNoBarrier(Look look) throws Exception {
        var user = newUser();
        try (var page = Dashboard.open(look, "?red_threshold=0.1&user_id=" + user)) {
            assertNoBarrier(page, "empty");
            page.click("#pause");
            page.type("#picture-user", user);
            page.choose("#image", Path.of("..", "demo-launcher", "pictures", "poppy.png"));
            page.awaitText("#picture-result", "In the live feed");
            page.click("#subscribe-form .primary");
            Dashboard.subscribeWebhook(page, "https://example.org/" + user);
            assertNoBarrier(page, "with results");
            assertThat(page.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @FieldSource("LOOKS")
    void oneSubscriptionHasNoBarrier(Look look) throws Exception {
        var user = newUser();
        var subscription = redStats.subscribe(user + "@example.org", 0.5, user, "PT0S");
        var id = subscription.get("id").asString();
        try (var page = Dashboard.openMine(look, id, subscription.get("token").asString())) {
            page.awaitText("#mine", "Nothing yet.");
            page.evaluate(
                    "[...document.querySelectorAll('#mine button')].find(it => it.innerText.includes('test')).click()");
            page.awaitText("#mine table", "a test");
            assertNoBarrier(page, "active");
            assertThat(page.texts(TARGETS.formatted(LEAST_TARGET))).as("small targets").isEmpty();
            page.evaluate("document.querySelector('#mine dialog').showModal()");
            assertNoBarrier(page, "asked whether to end it");
            assertThat(page.complaints()).isEmpty();
        }
        try (var page = Dashboard.openMine(look, id, "wrong")) {
            page.awaitText("#mine", "leads nowhere");
            assertNoBarrier(page, "unknown");
            page.expectComplaint("/sub/" + id);
            assertThat(page.complaints()).isEmpty();
        }
    }

    @Test
    void theKeyboardReachesEverythingAndShowsWhereItIs() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(Look.WIDE, "?user_id=" + user)) {
            page.press("Tab");
            assertThat(page.evaluate("document.activeElement.className").asString()).isEqualTo("skip");
            page.evaluate("window.reached = []");
            for (var presses = 0; presses < 60; presses++) {
                page.evaluate("""
                        (() => {
                          const it = document.activeElement;
                          const shown = it.matches("[type=radio]") ? it.nextElementSibling
                            : it.matches("[type=file]") ? it.closest("label") : it;
                          reached.push({ it, outlined: getComputedStyle(shown).outlineStyle !== "none" });
                        })()""");
                page.press("Tab");
            }
            assertThat(page.texts("""
                    [...document.querySelectorAll("a, button, input, select, summary, [tabindex='0']")]
                      .filter(it => it.checkVisibility() && !(it.type === "radio" && !it.checked) && !it.closest("#feed"))
                      .filter(it => !reached.some(step => step.it === it)).map(it => it.outerHTML)"""))
                    .as("not reached")
                    .isEmpty();
            assertThat(page
                    .texts("""
                    reached.filter(({ it, outlined }) => it !== document.body && !outlined).map(({ it }) => it.outerHTML)"""))
                    .as("not shown").isEmpty();
        }
    }

    @Test
    void fitsTheNarrowestScreen() throws Exception {
        var user = Dashboard.userWithImages();
        try (var page = Dashboard.open(new Look("narrow", 320, 640, false), "?user_id=" + user)) {
            assertThat(page.evaluate("document.scrollingElement.scrollWidth").asInt()).isEqualTo(320);
        }
    }

    @Test
    void nothingMovesForWhoeverWantsThat() throws Exception {
        var user = newUser();
        try (var page = Dashboard.open(Look.WIDE, "?user_id=" + user)) {
            page.media(Map.of("prefers-reduced-motion", "reduce"));
            redStats.broker().publish(Events.event(user, 0.9));
            page.awaitThat("document.querySelector('#feed .new')");
            assertThat(page.evaluate("document.getAnimations().length").asInt(-1)).isZero();
        }
    }

    private static void assertNoBarrier(Tab page, String view) {
        assertThat(page.barriers()).as(view).isEmpty();
    }
}
