package org.redstats.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.redstats.bench.alerts.Alerts;
import org.redstats.bench.count.Count;
import org.redstats.bench.gateway.Gateway;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.ingest.Ingest;
import org.redstats.bench.live.Live;
import org.redstats.bench.report.Report;

/** The entry of {@code ./bench}: the report goes to the standard output, everything else to the error output. */
public final class Bench {
    private static final List<Benchmark> ALL = List.of(new Ingest(), new Count(), new Alerts(), new Live(),
            new Gateway());

    private static final int BAD_USAGE = 2;

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(run(ALL, Arrays.asList(arguments), Path.of("").toAbsolutePath(), System.out, System.err));
    }

    /** Returns the exit code. */
    static int run(List<Benchmark> all, List<String> words, Path root, PrintStream out, PrintStream err)
            throws Exception {
        if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
            out.print(help(all));
            return 0;
        }
        Optional<Benchmark> chosen = all.stream().filter(each -> each.name().equals(words.getFirst())).findFirst();
        if (chosen.isEmpty()) {
            err.println("bench: there is no benchmark " + words.getFirst() + "; see ./bench --help");
            return BAD_USAGE;
        }
        Benchmark benchmark = chosen.get();
        Arguments arguments;
        try {
            arguments = Arguments.parse(benchmark.options(), words.subList(1, words.size()));
        } catch (IllegalArgumentException e) {
            err.println("bench: " + e.getMessage() + "; see ./bench --help");
            return BAD_USAGE;
        }
        try (Stage stage = Stage.open(root, benchmark.name(), err)) {
            Report report = run(benchmark, arguments, stage);
            out.print(report.markdown("./bench " + String.join(" ", words)));
            return 0;
        }
    }

    private static Report run(Benchmark benchmark, Arguments arguments, Stage stage) throws Exception {
        try {
            return benchmark.run(arguments, stage);
        } catch (Exception e) {
            if (stage.isEnding()) {
                Thread.currentThread().join(); // somebody stops the run: what failed by that is no news
            }
            throw e;
        }
    }

    private static String help(List<Benchmark> all) {
        StringBuilder help = new StringBuilder("""
                Usage: ./bench BENCHMARK [OPTION...]

                Builds what is not built, measures, and prints a table in Markdown. Each contestant has the machine
                to itself, one after the other; leave it alone meanwhile. Ctrl-C stops everything.

                """);
        for (Benchmark benchmark : all) {
            help.append("  %-10s %s%n".formatted(benchmark.name(), benchmark.summary()));
            for (Option option : benchmark.options()) {
                help.append("    %-24s %s%n".formatted(option.usage(), option.meaning()));
            }
        }
        return help.toString();
    }
}
