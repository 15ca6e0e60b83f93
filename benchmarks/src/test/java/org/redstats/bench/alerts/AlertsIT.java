package org.redstats.bench.alerts;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Stage;
import org.redstats.testing.RequiresRabbitMq;

import static org.assertj.core.api.Assertions.assertThat;

@RequiresRabbitMq
class AlertsIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Ends with an exception when an event or a mail is missing. */
    @Test
    void tellsEverybodyOfEverything() throws Exception {
        Alerts alerts = new Alerts();
        try (Stage stage = Stage.rehearsal(ROOT, "alerts-rehearsal")) {
            String report = alerts.run(Arguments.parse(alerts.options(), List.of("--subscriptions", "300",
                    "--of-users", "100", "--events", "3k", "--literal", "5", "--subscribers", "50", "--images", "1",
                    "--queue", "classic")), stage).markdown("");
            assertThat(report).contains("| 300 + 100 | 3,000 |", "ready bytes over sockets | 50 |",
                    "all told of one image | 50 |");
        }
    }
}
