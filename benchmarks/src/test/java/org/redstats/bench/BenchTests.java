package org.redstats.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;

import static org.assertj.core.api.Assertions.assertThat;

class BenchTests {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path root;

    /** Counts to what it is asked for. */
    private static final class Counting implements Benchmark {
        private boolean stopped;

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String summary() {
            return "how far it counts";
        }

        @Override
        public List<Option> options() {
            return List.of(Option.value("to", "10", "the last number"));
        }

        @Override
        public Report run(Arguments arguments, Stage stage) throws Exception {
            stage.<AutoCloseable>open(() -> () -> stopped = true);
            Files.writeString(stage.folder().resolve("notes"), "1 2 3");
            return new Report(List.of("with fingers"), List.of(new Table("hand", "fingers").row("left", "5")),
                    List.of(Target.atLeast(5, "count", (double) arguments.number("to"))));
        }
    }

    private final Counting counting = new Counting();

    @Test
    void listsTheBenchmarksWithTheirOptions() throws Exception {
        assertThat(run()).isZero();
        assertThat(out()).contains("counting", "how far it counts", "--to 10", "the last number");
    }

    @Test
    void printsTheReportAndNothingElse() throws Exception {
        assertThat(run("counting", "--to", "2k")).isZero();
        assertThat(out()).startsWith("`./bench counting --to 2k`, 2").contains(" cores ", "; with fingers.")
                .contains("""
                        | hand | fingers |
                        |---|---:|
                        | left | 5 |

                        | target | must be | is |  |
                        |---|---:|---:|---:|
                        | count | at least 5 | 2,000 | met |
                        """);
    }

    @Test
    void saysWhichTargetIsMissed() throws Exception {
        run("counting", "--to=3");
        assertThat(out()).contains("| count | at least 5 | 3 | **missed** |");
    }

    @Test
    void stopsWhatTheBenchmarkStartedAndDeletesItsFiles() throws Exception {
        run("counting");
        assertThat(counting.stopped).isTrue();
        assertThat(root.resolve(".bench/counting")).doesNotExist();
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        assertThat(run("sleeping")).isEqualTo(2);
        assertThat(run("counting", "--from", "3")).isEqualTo(2);
        assertThat(run("counting", "--to")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no benchmark sleeping", "no option --from",
                "--to needs a value");
    }

    private int run(String... words) throws Exception {
        return Bench.run(List.of(counting), List.of(words), root, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
