package org.redstats.subscribe.subscriptions;

import java.net.URI;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts that coverage leads to: each is an address of which everybody reads the same, or is refused. */
class AddressFuzzTests {

    @ValueSource(strings = {"ann.lee+red@example.org", "ann@b\u00fccher.example.org", "https://example.org/alerts?a=b",
            "http://user@example.org:8080/", "HTTPS://B\u00dcCHER.example.org:443/\u00e9%20",
            "https://[2001:db8::1]:8443/"})
    @FuzzTest
    void isAnAddressOrRefused(@Nullable String text) {
        var given = text == null ? "" : text;
        try {
            check(EmailAddress.parse(given));
        } catch (WrongValue e) {
            assertThat(e.rule()).isNotBlank();
        }
        try {
            check(WebhookUrl.parse(given, true));
        } catch (WrongValue e) {
            assertThat(e.rule()).isNotBlank();
        }
    }

    private static void check(EmailAddress address) {
        assertThat(address.value()).hasSizeLessThanOrEqualTo(254).matches("[!-?A-~]+@[a-z0-9.-]+")
                .doesNotContainPattern("[\\s,;:<>()\\[\\]\"\\\\]");
        assertThat(EmailAddress.parse(address.value())).isEqualTo(address);
    }

    private static void check(WebhookUrl url) {
        assertThat(url.value()).matches("[!-~]+");
        var uri = URI.create(url.value());
        assertThat(uri.getScheme()).isIn("http", "https");
        assertThat(uri.getHost()).isEqualTo(url.host());
        assertThat(uri.getPort()).isIn(-1, url.port());
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(uri.getRawFragment()).isNull();
        assertThat(WebhookUrl.parse(url.value(), true)).isEqualTo(url);
    }
}
