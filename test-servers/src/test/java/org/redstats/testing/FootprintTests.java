package org.redstats.testing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

@EnabledOnOs(OS.LINUX)
class FootprintTests {
    @Test
    void countsTheFilesThatAProcessHasOpen() {
        assertThat(Footprint.openFiles(ProcessHandle.current().pid())).isGreaterThan(2); // input, output, errors
    }

    @Test
    void readsWhatAProcessUses() {
        Footprint own = Footprint.of(ProcessHandle.current().pid());
        assertThat(own.memory()).isBetween(1L << 20, own.peakMemory());
        assertThat(own.cpu()).isPositive();
    }
}
