package org.redstats.bench.live;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.redstats.bench.harness.Stage;
import org.redstats.testing.RequiresRabbitMq;

import static org.assertj.core.api.Assertions.assertThat;

@RequiresRabbitMq
class LiveIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Ends with an exception when somebody does not get everything that is published at the calm rate. */
    @Test
    void pushesToEveryCrowd() throws Exception {
        try (Stage stage = Stage.rehearsal(ROOT, "live-rehearsal")) {
            Contestants contestants = new Contestants(stage);
            Rounds rounds = new Rounds(stage, Duration.ofSeconds(1), 1000);

            contestants.notifyService(ours -> {
                assertThat(rounds.crowd(ours, 10).alertsPerCpuSecond()).isPositive();
                assertThat(rounds.alone(ours, 5)).hasSize(5);
                assertThat(rounds.costOfAnEvent(ours, 20, 10)).isPositive();
                return rounds.memoryOfAConnection(ours, 10);
            });
            assertThat(BareConsumer.alone(contestants.channel(), stage, 5)).hasSize(5);
            assertThat(contestants.plain(plain -> rounds.crowd(plain, 10)).delivered()).isPositive();
            contestants.nchan(nchan -> assertThat(rounds.crowd(nchan, 10).delivered()).isPositive());
        }
    }
}
