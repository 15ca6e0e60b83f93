package org.redstats.bench.report;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FiguresTests {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"1234567.8; 1,234,568", "31.24; 31.2", "4.217; 4.22", "0.71234; 0.712",
            "5; 5"})
    void writesAboutThreeDigits(double number, String text) {
        assertThat(Figures.plain(number)).isEqualTo(text);
    }
}
