package org.redstats.bench.count;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.redstats.bench.count.Contestant.Result;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;
import org.redstats.testing.ServiceProcess;

/** How fast a window is counted above a threshold. */
public final class Count implements Benchmark {
    private static final int QUESTIONS = 200;
    private static final int QUESTIONS_ABOUT_A_USER = 50;

    /** More than are answered meanwhile: each is asked once, as those that are measured. */
    private static final int QUESTIONS_OF_WARM_UP = 50_000;

    /** The ratios are promised for histories so long: below, nobody needs any of it. */
    private static final long ROWS_OF_PROMISE = 20_000_000;

    @Override
    public String name() {
        return "count";
    }

    @Override
    public String summary() {
        return "milliseconds to count random windows above random thresholds";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("rows", "20M", "events in the history of 30 days"),
                Option.value("small", "2M", "events in the history that its growth is measured from, 0 for none"),
                Option.value("plain", "200", "how many of the 200 questions plain SQL gets, being slow; 0 for none"),
                Option.value("warm-up", "60", "seconds of other questions before each contestant is measured"),
                Option.value("per-second", "500", "events a second in the hour whose size is measured"),
                Option.flag("day", "measure the size of a whole day of them"));
    }

    @Override
    public Report run(Arguments arguments, Stage stage) throws Exception {
        return new Run(arguments, stage).run();
    }

    private static final class Run {
        private final Arguments arguments;
        private final Stage stage;
        private final Histories histories;
        private final Table answers = new Table("contestant", "questions", "p50 ms", "p95 ms", "max ms");
        private final List<Target> targets = new ArrayList<>();

        Run(Arguments arguments, Stage stage) throws Exception {
            this.arguments = arguments;
            this.stage = stage;
            this.histories = new Histories(stage);
        }

        Report run() throws Exception {
            long rows = arguments.number("rows");
            long smallRows = arguments.number("small");
            History history = histories.create("history");
            List<Question> questions = questions(history, null);
            List<Question> aboutUser = questions(history, History.BUSIEST_USER);

            Result small = smallRows == 0 ? null : ofStore(histories.create("small"), smallRows, questions).getFirst();
            List<Result> ofStore = ofStore(history, rows, questions, aboutUser);
            Result store = ofStore.getFirst();
            row("**red-stat-store**, through HTTP", store);
            targets.add(Target.atMost(10, "store, p95 ms", p95(store)));
            if (small != null) {
                row("the same with " + Figures.whole(smallRows) + " events", small);
                targets.add(Target.atMost(2, "growth of the store's p95 from %s to %s events"
                        .formatted(Figures.whole(smallRows), Figures.whole(rows)), p95(store) / p95(small)));
            }
            compareWithDuckDb(history, questions, store, aboutUser, ofStore.getLast());
            if (arguments.number("plain") > 0) {
                compareWithPlainSql(history, questions, store);
            }
            Table sizes = new DenseTraffic(histories, arguments.number("per-second"), arguments.flag("day"))
                    .measure(targets);
            return new Report(List.of("PostgreSQL %s, shared_buffers 1 GB".formatted(history.version()),
                    "DuckDB " + DuckDb.version(),
                    "%s events over %d days, 100,000 users".formatted(Figures.whole(rows), History.DAYS),
                    "store with " + String.join(" ", Stage.SERVICE_JVM)), List.of(answers, sizes), targets);
        }

        @SafeVarargs
        private List<Result> ofStore(History history, long rows, List<Question>... series) throws Exception {
            ServiceProcess service = histories.store(history);
            histories.fill(history, rows, () -> history.generate(rows));
            List<Result> results = new ArrayList<>();
            for (List<Question> questions : series) {
                Contestant store = stage.open(() -> new StoreByHttp(service.url()));
                results.add(ask("the store", store, history, questions));
            }
            stage.stop(service);
            return results;
        }

        private void compareWithDuckDb(History history, List<Question> questions, Result store,
                List<Question> aboutUser, Result storeAboutUser) throws Exception {
            stage.say("copying the history to DuckDB");
            DuckDb duckDb = stage.open(() -> DuckDb.copyOf(history, stage.folder()));
            Result duck = ask("DuckDB", duckDb, history, questions);
            Result duckAboutUser = ask("DuckDB about a user", duckDb, history, aboutUser);
            stage.stop(duckDb);
            store.requireSameAs(duck, questions);
            storeAboutUser.requireSameAs(duckAboutUser, aboutUser);
            row("DuckDB, all processors, in this process", duck);
            row("**red-stat-store**, a user with 1 % of all events", storeAboutUser);
            row("DuckDB, the same user", duckAboutUser);
            promise(Target.atMost(0.5, "store : DuckDB, p95", p95(store) / p95(duck)));
        }

        private void compareWithPlainSql(History history, List<Question> all, Result store) throws Exception {
            List<Question> questions = all.subList(0, (int) Math.min(arguments.number("plain"), QUESTIONS));
            Result partitioned = plainSql(history, "red_event", questions);
            stage.say("making the table of the original design");
            history.copyAsDesignedAtFirst("red_value");
            Result plain = plainSql(history, "red_value", questions);
            plain.requireSameAs(store, questions);
            partitioned.requireSameAs(store, questions);
            row("plain SQL, the original design's table and indexes", plain);
            row("plain SQL on the store's partitions", partitioned);
            promise(Target.atMost(0.05, "store : plain SQL, p95", p95(store) / p95(plain)));
        }

        private void promise(Target target) {
            if (arguments.number("rows") >= ROWS_OF_PROMISE) {
                targets.add(target);
            }
        }

        private Result plainSql(History history, String table, List<Question> questions) throws Exception {
            Contestant plain = stage.open(() -> new PlainSql(history.connect(), table));
            return ask("plain SQL of " + table, plain, history, questions);
        }

        private Result ask(String name, Contestant contestant, History history, List<Question> questions)
                throws Exception {
            stage.awaitQuiet();
            stage.say("asking " + name);
            List<Question> others = Question.random(3, QUESTIONS_OF_WARM_UP, history.start(), history.length(),
                    questions.getFirst().user());
            contestant.warmUp(others, Duration.ofSeconds(arguments.number("warm-up")));
            Result result = contestant.answerAll(questions);
            // A run of an hour may fail after it.
            stage.say("%s: p95 %s ms".formatted(name, Figures.plain(p95(result))));
            return result;
        }

        private static List<Question> questions(History history, @Nullable String user) {
            return user == null ? Question.random(1, QUESTIONS, history.start(), history.length(), null)
                    : Question.random(2, QUESTIONS_ABOUT_A_USER, history.start(), history.length(), user);
        }

        private void row(String name, Result result) {
            answers.row(name, Integer.toString(result.answers().size()),
                    Figures.plain(result.latencies().millis(0.5)), Figures.plain(result.latencies().millis(0.95)),
                    Figures.plain(result.latencies().millis(1)));
        }

        private static double p95(Result result) {
            return result.latencies().millis(0.95);
        }
    }
}
