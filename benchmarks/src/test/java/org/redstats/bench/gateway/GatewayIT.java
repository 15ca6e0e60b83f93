package org.redstats.bench.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class GatewayIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Ends with an exception when an answer is not what it should be. */
    @Test
    void asksBothProxiesForTheSame() throws Exception {
        Optional<Path> nginx = Nginx.installed();
        assumeThat(nginx).as("an installed nginx").isPresent();
        Gateway gateway = new Gateway();
        Arguments tiny = Arguments.parse(gateway.options(),
                List.of("--seconds", "1", "--warm-up", "1", "--frames", "50"));

        try (Stage stage = Stage.rehearsal(ROOT, "gateway-rehearsal")) {
            String report = gateway.run(tiny, stage).markdown("./bench gateway");

            assertThat(report).contains("| nginx | 64 |", "| **gateway** | 1 |", "WebSocket round trip");
        }
    }
}
