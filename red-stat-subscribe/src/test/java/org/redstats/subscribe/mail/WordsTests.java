package org.redstats.subscribe.mail;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTests {

    @ParameterizedTest
    @CsvSource({"0.87, 0.5, 0.87", "0.8749, 0.5, 0.875", "1, 0.5, 1", "120.4, 100, 120", "0.50001, 0.5, 0.50001",
            "3e-9, 0, 3E-9", "1e12, 0.5, 1E+12", "12345678, 0.5, 12300000", "0.99999, 0.5, 1"})
    void roundsAnAmountOfRedWithoutHidingThatItIsAbove(double value, double threshold, String expected) {
        assertThat(Redness.rounded(value, threshold)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "0, 0", "1, 1", "0.123456789, 0.123456789", "100, 100", "1e300, 1E+300"})
    void saysAThresholdAsItWasAskedFor(double value, String expected) {
        assertThat(Redness.exact(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"PT1M, 1 minute", "PT5S, 5 seconds", "PT1H30M, 1 hour 30 minutes", "P7D, 7 days",
            "PT0.25S, 250 milliseconds"})
    void saysAPause(Duration pause, String expected) {
        assertThat(AlertWords.words(pause)).isEqualTo(expected);
    }

    @RepeatedTest(20)
    void pausesLongerEachTimeUpToAnHour() {
        var random = new Random();
        assertThat(RetryPauses.after(1, random)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6));
        assertThat(RetryPauses.after(2, random)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
        assertThat(RetryPauses.after(6, random)).isBetween(Duration.ofMinutes(48), Duration.ofMinutes(72));
        assertThat(RetryPauses.after(1000, random)).isBetween(Duration.ofMinutes(48), Duration.ofMinutes(72));
    }
}
