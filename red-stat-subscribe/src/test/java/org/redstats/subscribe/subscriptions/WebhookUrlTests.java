package org.redstats.subscribe.subscriptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebhookUrlTests {

    @ParameterizedTest
    @CsvSource({"https://example.org, https://example.org/", "HTTPS://Example.ORG:443/A?b=C, https://example.org/A?b=C",
            "https://example.org.?a, https://example.org/?a", "https://bücher.example/ü, "
                    + "https://xn--bcher-kva.example/%C3%BC",
            "https://example.org:8443/a%20b, https://example.org:8443/a%20b", "https://[2001:db8::1]/, "
                    + "https://[2001:db8::1]/"})
    void areWrittenInOneWay(String text, String url) {
        assertThat(WebhookUrl.parse(text, false).value()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/", "ftp://example.org/", "https:///a", "https://", "//example.org",
            "https://user@example.org/", "https://a:b@example.org/", "https://example.org#f", "https://example.org:25/",
            "https://example.org:0/", "https://example.org:70000/", "https://example.org\\@evil.example/",
            "https://exa mple.org/", "https://example.org/\r\nHost: x", "https://-x-.org:x/", "https://ex_ample/",
            "https://example.org/a b", "https://example.org/%zz", "file:///etc/passwd", ""})
    void areRefusedWhenInDoubt(String text) {
        assertThatExceptionOfType(WrongValue.class).isThrownBy(() -> WebhookUrl.parse(text, false));
    }

    @Test
    void doWithoutTlsOnlyWhereThatIsAllowed() {
        assertThat(WebhookUrl.parse("http://example.org:80/a", true).value()).isEqualTo("http://example.org/a");
    }
}
