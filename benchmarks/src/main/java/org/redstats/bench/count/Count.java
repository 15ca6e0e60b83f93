package org.redstats.bench.count;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.redstats.bench.count.Contestant.Result;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Databases;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Settings;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;
import org.redstats.embedded.EmbeddedDatabase;
import org.redstats.testing.ServiceProcess;

/** How fast a window is counted above a threshold. */
public final class Count implements Benchmark {
    private static final Map<String, String> DATABASE_SETTINGS = Map.of("shared_buffers", "1GB", //
            "max_wal_size", "8GB", "maintenance_work_mem", "512MB", "wal_level", "minimal", "max_wal_senders", "0");
    private static final int QUESTIONS = 200;
    private static final int QUESTIONS_ABOUT_A_USER = 50;

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
                Option.value("warm-up", "5", "seconds of other questions before each contestant is measured"));
    }

    @Override
    public Report run(Arguments arguments, Stage stage) throws Exception {
        return new Run(arguments, stage).run();
    }

    private static final class Run {
        private final Stage stage;
        private final long rows;
        private final long smallRows;
        private final int plainQuestions;
        private final Duration warmUp;
        private final EmbeddedDatabase database;

        Run(Arguments arguments, Stage stage) throws Exception {
            this.stage = stage;
            this.rows = arguments.number("rows");
            this.smallRows = arguments.number("small");
            this.plainQuestions = (int) Math.min(arguments.number("plain"), QUESTIONS);
            this.warmUp = Duration.ofSeconds(arguments.number("warm-up"));
            this.database = stage.database(DATABASE_SETTINGS);
        }

        Report run() throws Exception {
            Result small = smallRows == 0 ? null : small();
            History history = new History(database, Databases.create(database, "large"));
            ServiceProcess service = storeWith(history, rows);
            List<Question> questions = questions(history, null, QUESTIONS);
            List<Question> aboutUser = questions(history, History.BUSIEST_USER, QUESTIONS_ABOUT_A_USER);
            Result store = ask("the store", storeAt(service), history, questions);
            Result storeUser = ask("the store about a user", storeAt(service), history, aboutUser);
            stage.stop(service);

            DuckDb duckDb = duckDb(history);
            Result duck = ask("DuckDB", duckDb, history, questions);
            Result duckUser = ask("DuckDB about a user", duckDb, history, aboutUser);
            String duckDbVersion = duckDb.version();
            stage.stop(duckDb);
            store.requireSameAs(duck, questions);
            storeUser.requireSameAs(duckUser, aboutUser);

            Table table = new Table("contestant", "questions", "p50 ms", "p95 ms", "max ms");
            row(table, "**red-stat-store**, through HTTP", store);
            row(table, "DuckDB, all processors, in this process", duck);
            List<Target> targets = new ArrayList<>(List.of(
                    Target.atMost(10, "store, p95 ms", p95(store)),
                    Target.atMost(0.5, "store : DuckDB, p95", p95(store) / p95(duck))));
            if (small != null) {
                row(table, "the same with %s events".formatted(Figures.whole(smallRows)), small);
                targets.add(Target.atMost(2, "growth of the store's p95 from %s to %s events".formatted(
                        Figures.whole(smallRows), Figures.whole(rows)), p95(store) / p95(small)));
            }
            if (plainQuestions > 0) {
                List<Question> some = questions.subList(0, plainQuestions);
                Result partitioned = ask("plain SQL on partitions", plainSql(history, "red_event"), history, some);
                stage.say("making the table of the original design");
                history.copyAsDesignedAtFirst("red_value");
                Result plain = ask("plain SQL", plainSql(history, "red_value"), history, some);
                plain.requireSameAs(duck, some);
                partitioned.requireSameAs(duck, some);
                row(table, "plain SQL, the original design's table and indexes", plain);
                row(table, "plain SQL on the store's partitions", partitioned);
                targets.add(Target.atMost(0.05, "store : plain SQL, p95", p95(store) / p95(plain)));
            }
            row(table, "**red-stat-store**, a user with 1 % of all events", storeUser);
            row(table, "DuckDB, the same user", duckUser);
            return new Report(List.of(
                    "PostgreSQL %s with shared_buffers 1 GB".formatted(history.version()),
                    "DuckDB " + duckDbVersion,
                    "%s events over %d days, 100,000 users".formatted(Figures.whole(rows), History.DAYS),
                    "store with " + String.join(" ", Stage.SERVICE_JVM)), List.of(table), targets);
        }

        private Result small() throws Exception {
            History history = new History(database, Databases.create(database, "small"));
            ServiceProcess service = storeWith(history, smallRows);
            Result result = ask("the store", storeAt(service), history, questions(history, null, QUESTIONS));
            stage.stop(service);
            return result;
        }

        /** Starts the store, which makes its tables, and fills them. */
        private ServiceProcess storeWith(History history, long count) throws Exception {
            Map<String, String> settings = Settings.merged(Settings.WITHOUT_BROKER,
                    Settings.of(database, history.database()));
            ServiceProcess service = stage.service("red-stat-store", settings);
            stage.say("generating " + Figures.whole(count) + " events");
            history.generate(count);
            stage.say("counting them ahead");
            ServiceProcess rebuild = stage.start("rebuild", List.of("-jar", stage.jar("red-stat-store").toString(),
                    "rebuild"), settings);
            rebuild.awaitEnd(Duration.ofMinutes(60));
            stage.stop(rebuild);
            stage.say("tidying up");
            history.settle();
            return service;
        }

        private Contestant storeAt(ServiceProcess service) throws Exception {
            return stage.open(() -> new StoreByHttp(service.url()));
        }

        private DuckDb duckDb(History history) throws Exception {
            stage.say("copying the history to DuckDB");
            return stage.open(() -> DuckDb.copyOf(history, stage.folder()));
        }

        private Contestant plainSql(History history, String table) throws Exception {
            return stage.open(() -> new PlainSql(history.connect(), table));
        }

        private Result ask(String name, Contestant contestant, History history, List<Question> questions)
                throws Exception {
            stage.awaitQuiet();
            stage.say("asking " + name);
            contestant.warmUp(
                    Question.random(3, QUESTIONS, history.start(), history.length(), questions.getFirst().user()),
                    warmUp);
            return contestant.answerAll(questions);
        }

        private static List<Question> questions(History history, @Nullable String user, int count) {
            return Question.random(user == null ? 1 : 2, count, history.start(), history.length(), user);
        }

        private static void row(Table table, String name, Result result) {
            table.row(name, Integer.toString(result.answers().size()), Figures.plain(result.latencies().millis(0.5)),
                    Figures.plain(result.latencies().millis(0.95)), Figures.plain(result.latencies().millis(1)));
        }

        private static double p95(Result result) {
            return result.latencies().millis(0.95);
        }
    }
}
