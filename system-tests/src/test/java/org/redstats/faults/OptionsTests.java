package org.redstats.faults;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.redstats.faults.fault.Fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTests {

    @Test
    void takesNamesAndValues() {
        var options = parse("kill-red", "--rounds", "3", "kill-store", "--seconds", "0.5", "--rate", "200", "--seed",
                "7", "--write", "table.md");

        assertThat(options.faults()).extracting(Fault::name).containsExactly("kill-red", "kill-store");
        assertThat(options.roundsOf(options.faults().getFirst())).isEqualTo(3);
        assertThat(options.seconds()).hasValue(0.5);
        assertThat(options.rate()).isEqualTo(200);
        assertThat(options.seed()).isEqualTo(7);
        assertThat(options.document()).isEqualTo(Path.of("table.md"));
    }

    @Test
    void playsEverythingAsOftenAsEachLineSaysInTheLongForm() {
        var options = parse("--long");

        assertThat(options.faults()).isEqualTo(Faults.ALL);
        assertThat(Faults.ALL).allSatisfy(fault -> assertThat(options.roundsOf(fault)).isEqualTo(fault.rounds()));
    }

    @Test
    void saysWhatThereIsNot() {
        assertThatIllegalArgumentException().isThrownBy(() -> parse("kill-cat"))
                .withMessageContaining("there is no fault kill-cat, but kill-store, ");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--rounds")).withMessageContaining("needs a value");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--rounds", "many"))
                .withMessageContaining("must be a number, not many");
        assertThatIllegalArgumentException().isThrownBy(() -> parse("--round", "3"))
                .withMessageContaining("there is no option --round");
    }

    private static Options parse(String... words) {
        return Options.parse(Faults.ALL, List.of(words));
    }
}
