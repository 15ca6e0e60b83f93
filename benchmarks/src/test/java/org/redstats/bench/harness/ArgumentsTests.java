package org.redstats.bench.harness;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ArgumentsTests {
    private static final List<Option> OPTIONS = List.of(Option.value("rows", "20M", "how many"),
            Option.flag("day", "a whole day"));

    @ParameterizedTest
    @CsvSource({"500, 500", "20k, 20000", "2M, 2000000"})
    void readsNumbers(String word, long number) {
        assertThat(Arguments.parse(OPTIONS, List.of("--rows", word)).number("rows")).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "-1", "1.5", "3G"})
    void refusesOtherNumbers(String word) {
        Arguments arguments = Arguments.parse(OPTIONS, List.of("--rows", word));
        assertThatIllegalArgumentException().isThrownBy(() -> arguments.number("rows")).withMessageContaining("--rows");
    }

    @Test
    void keepsToWhatHoldsWithoutAChoice() {
        Arguments arguments = Arguments.parse(OPTIONS, List.of());
        assertThat(arguments.number("rows")).isEqualTo(20_000_000);
        assertThat(arguments.flag("day")).isFalse();
    }

    @Test
    void takesFlagsAndValuesInAnyOrder() {
        Arguments arguments = Arguments.parse(OPTIONS, List.of("--day", "--rows=7"));
        assertThat(arguments.number("rows")).isEqualTo(7);
        assertThat(arguments.flag("day")).isTrue();
    }
}
