package org.redstats.bench.count;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Stage;

import static org.assertj.core.api.Assertions.assertThat;

class CountIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Ends with an exception when the store, DuckDB and plain SQL do not agree. */
    @Test
    void asksEveryContestantAndComparesTheAnswers() throws Exception {
        Count count = new Count();
        try (Stage stage = Stage.rehearsal(ROOT, "count-rehearsal")) {
            String report = count.run(Arguments.parse(count.options(),
                    List.of("--rows", "3k", "--small", "0", "--plain", "20", "--warm-up", "0", "--per-second", "1")),
                    stage).markdown("");
            assertThat(report).contains("red-stat-store", "DuckDB", "plain SQL", "3,000 events");
        }
    }
}
