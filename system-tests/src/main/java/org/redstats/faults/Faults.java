package org.redstats.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.redstats.faults.fault.Brokers;
import org.redstats.faults.fault.Databases;
import org.redstats.faults.fault.Fault;
import org.redstats.faults.fault.Inboxes;
import org.redstats.faults.fault.Kills;
import org.redstats.faults.fault.Machines;
import org.redstats.faults.fault.Networks;
import org.redstats.faults.fault.NotPossibleHere;
import org.redstats.faults.fault.Overload;
import org.redstats.faults.fault.Soak;
import org.redstats.faults.fault.Upgrade;
import org.redstats.faults.scene.Scene;

/** The entry of {@code ./faults}: the table goes to the standard output, everything else to the error output. */
public final class Faults {

    /** In the order of the table. */
    static final List<Fault> ALL = Stream
            .of(Kills.all(), Networks.all(), Brokers.all(), Databases.all(), Inboxes.all(), Machines.all(),
                    List.of(new Upgrade(), new Overload("overload", 200_000, 4_000),
                            new Overload("overload-10", 2_000_000, 8_000), new Soak()))
            .flatMap(List::stream).toList();

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;

    private final Path root;
    private final PrintStream err;
    private final Table table = new Table(ALL.stream().map(Fault::name).toList());
    private @Nullable Scene scene;
    private int runs;
    private boolean failed;

    private Faults(Path root, PrintStream err) {
        this.root = root;
        this.err = err;
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(run(Arrays.asList(arguments), Path.of("").toAbsolutePath(), System.out, System.err));
    }

    /** Returns the exit code. */
    static int run(List<String> words, Path root, PrintStream out, PrintStream err) throws Exception {
        if (words.isEmpty() || words.contains("--help") || words.contains("-h")) {
            out.print(help());
            return 0;
        }
        Options options;
        try {
            options = Options.parse(ALL, words);
        } catch (IllegalArgumentException e) {
            err.println("faults: " + e.getMessage() + "; see ./faults --help");
            return BAD_USAGE;
        }
        var faults = new Faults(root, err);
        try {
            for (var fault : options.faults()) {
                faults.play(fault, options);
            }
        } finally {
            faults.endScene();
        }
        out.print(faults.table.markdown());
        return faults.failed ? FAILED : 0;
    }

    private void play(Fault fault, Options options) throws IOException {
        var rounds = options.roundsOf(fault);
        err.println("faults: " + fault.name() + ", seed " + options.seed());
        try {
            if (scene == null) {
                scene = Scene.open(root, folder().resolve("scene"));
                runs = 0;
            }
            var outcome = outcome(scene, fault, rounds, options);
            table.put(cells(fault, rounds, outcome, options));
            if (!outcome.account().isRight()) {
                fail(fault, String.join("\n", outcome.account().details()), null);
            }
            if (options.document() != null) {
                table.writeTo(options.document());
            }
        } catch (NotPossibleHere e) {
            err.println("faults: " + fault.name() + " is left out: " + e.getMessage());
        } catch (Exception e) {
            fail(fault, e.toString(), e);
            endScene(); // nobody knows in what state it is
        }
    }

    private Run.Outcome outcome(Scene scene, Fault fault, int rounds, Options options) throws Exception {
        var random = new Random(options.seed());
        if (!fault.roundsAreRuns()) {
            return run(scene).play(Collections.nCopies(rounds, fault), 1, options.seconds(), options.rate(), random,
                    true);
        }
        var first = run(scene).play(List.of(fault), 1, options.seconds(), options.rate(), random, true);
        for (var round = 2; round <= rounds; round++) {
            first = first.and(run(scene).play(List.of(fault), round, options.seconds(), options.rate(), random, true));
        }
        return first;
    }

    private Run run(Scene scene) {
        return new Run(scene, ++runs, PATIENCE, err);
    }

    private void fail(Fault fault, String details, @Nullable Exception cause) throws IOException {
        failed = true;
        var file = folder().resolve(fault.name() + ".txt");
        Files.writeString(file, details);
        err.println("faults: " + fault.name() + " FAILED, see " + file);
        if (cause != null) {
            cause.printStackTrace(err);
        }
    }

    private static List<String> cells(Fault fault, int rounds, Run.Outcome outcome, Options options) {
        var account = outcome.account();
        return List.of(fault.name(), fault.meaning(), number(rounds), number(account.events()),
                number(account.lost()), number(account.duplicated()), number(account.alerts()),
                number(account.repeated()), String.format(Locale.ROOT, "%.1f s", outcome.recoverySeconds()),
                String.join("; ", outcome.remarks()),
                "%s, `./faults %s --rounds %d --rate %.0f`".formatted(LocalDate.now(ZoneOffset.UTC), fault.name(),
                        rounds, options.rate()));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private Path folder() {
        return root.resolve(".faults");
    }

    private void endScene() {
        if (scene != null) {
            scene.close();
            scene = null;
        }
    }

    private static String help() {
        var help = new StringBuilder("""
                Usage: ./faults NAME... [OPTION...]
                       ./faults --long [OPTION...]

                Plays faults on the whole system under steady traffic, and accounts for every event and every alert
                at the end. --long plays all of them. Prints a table in Markdown; exit code 1 when anything is lost or
                duplicated, and then .faults/NAME.txt says what. Ctrl-C stops everything.

                  --rounds N     how often each is played; else as often as its line says
                  --seconds S    how long a fault lasts that lasts; else as long as its line says
                  --rate R       events a second (100)
                  --seed X       repeats the choices of chance
                  --write FILE   replaces the lines of these faults in the table of a document

                """);
        for (var fault : ALL) {
            help.append("  %-24s %3d x  %s%n".formatted(fault.name(), fault.rounds(), fault.meaning()));
        }
        return help.toString();
    }
}
