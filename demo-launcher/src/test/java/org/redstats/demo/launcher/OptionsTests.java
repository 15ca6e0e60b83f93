package org.redstats.demo.launcher;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

    @Test
    void runsQuietlyAndKeepsTheDataByDefault() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(0, false, false, false));
    }

    @Test
    void takesAllOptionsInAnyOrder() {
        assertThat(Options.parse(List.of("--clean", "--traffic", "20"))).isEqualTo(new Options(20, true, false, false));
        assertThat(Options.parse(List.of("--traffic=5", "-h"))).isEqualTo(new Options(5, false, false, true));
        assertThat(Options.parse(List.of("--auth", "--clean"))).isEqualTo(new Options(0, true, true, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1001", "99999999999", "many", ""})
    void refusesATrafficThatIsNoSensibleNumber(String number) {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("--traffic", number)))
                .withMessageContaining("from 1 to 1000");
    }

    @Test
    void refusesTrafficWithoutANumber() {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("--traffic")))
                .withMessageContaining("--traffic needs");
    }

    @Test
    void namesAnOptionThatItDoesNotHave() {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of("--trafic", "3")))
                .withMessageContaining("--trafic");
    }
}
