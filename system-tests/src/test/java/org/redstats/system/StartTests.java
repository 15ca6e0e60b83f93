package org.redstats.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.redstats.testing.FreePort;
import org.redstats.testing.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    // Less than a service waits for its database.
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"red-stat-store", "red-stat-subscribe"})
    void aServiceWaitsForItsDatabaseAndCanBeStoppedMeanwhile(String module) throws IOException {
        var log = folder.resolve("log");
        var nobody = "jdbc:postgresql://127.0.0.1:" + FreePort.find() + "/nobody";
        var jar = Path.of("..", module, "target", module + ".jar").toString();
        try (var service = ServiceProcess.start(List.of("-XX:TieredStopAtLevel=1", "-jar", jar),
                Map.of("SPRING_DATASOURCE_URL", nobody), log)) {
            await().atMost(PATIENCE).until(() -> Files.readString(log).contains("Retrying"));
            service.requireAlive();

            service.askToStop();

            await().atMost(SOON).until(() -> ProcessHandle.of(service.pid()).isEmpty());
            assertThat(Files.readString(log)).doesNotContain("Exception");
        }
    }
}
