package org.redstats.event.deadletters;

import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class PrintableTests {

    @Test
    void leavesVisibleTextAsItIs() {
        assertThat(Printable.text("{\"user_id\": \"Zo\u00eb \u7d05 \ud83d\ude80\"}"))
                .isEqualTo("{\"user_id\": \"Zo\u00eb \u7d05 \ud83d\ude80\"}");
    }

    @Test
    void showsTheNumbersOfWhatWouldActOnATerminalOrBeginALine() {
        assertThat(Printable.text("\u001b[2J\r\n\u0007\u009b1m\u2028\u202e\u200b\u00a0\u007f"))
                .isEqualTo("\\u{1b}[2J\\u{d}\\u{a}\\u{7}\\u{9b}1m\\u{2028}\\u{202e}\\u{200b}\\u{a0}\\u{7f}");
    }

    @Test
    void cannotBeToldAsANumberThatWasNotThere() {
        assertThat(Printable.text("\\u{1b}")).isEqualTo("\\\\u{1b}");
    }

    @Test
    void showsHalfCharactersByTheirNumber() {
        assertThat(Printable.text("\ud83d!")).isEqualTo("\\u{d83d}!");
    }

    @Test
    void readsBytesAsUtf8AndElseAsLatin1() {
        assertThat(Printable.text("Zo\u00eb".getBytes(UTF_8))).isEqualTo("Zo\u00eb");
        assertThat(Printable.text("Zo\u00eb\u0000".getBytes(ISO_8859_1))).isEqualTo("Zo\u00eb\\u{0}");
    }
}
