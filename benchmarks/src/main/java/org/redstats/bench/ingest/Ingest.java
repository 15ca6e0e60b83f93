package org.redstats.bench.ingest;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.EmptyDatabases;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.ingest.Contestants.Stored;
import org.redstats.bench.ingest.memory.InsertFromMemory.Kind;
import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;

/** How fast a full queue is stored. */
public final class Ingest implements Benchmark {
    private static final List<Integer> CONSUMERS = List.of(1, 2);
    private static final List<Integer> BATCHES = List.of(1_000, 5_000, 10_000, 20_000);

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String summary() {
        return "events a second from a full queue into the history, and what they cost";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("events", "1M", "how many are in the queue"),
                Option.value("literal", "30k", "how many of them the literal design gets, being slow"),
                Option.value("queue", "quorum", "type of the queues: quorum, or classic before RabbitMQ 4"),
                Option.flag("sweep", "also with other sizes of batches and several consumers, each with a queue anew"));
    }

    @Override
    public Report run(Arguments arguments, Stage stage) throws Exception {
        String queueType = arguments.text("queue");
        Backlog backlog = Backlog.fill(stage, queueType, arguments.number("events"), arguments.number("literal"));
        EmptyDatabases databases = new EmptyDatabases(stage);
        Contestants contestants = new Contestants(stage, backlog, databases);
        double drain = backlog.drain();
        Stored store = contestants.store(Map.of());
        Map<Kind, Double> inserts = inserts(contestants, store);
        double literal = contestants.literal();

        double insert = inserts.getOrDefault(Kind.STORE, 0.0);
        double rows = inserts.getOrDefault(Kind.ROWS, 0.0);
        double uncounted = inserts.getOrDefault(Kind.ROWS_UNCOUNTED, 0.0);
        double rate = store.commits().rowsPerSecond();
        double possible = 1 / (1 / drain + 1 / insert);
        String count = Figures.whole(backlog.count());
        Table table = new Table("contestant", "events", "events/s")
                .row("a consumer that does nothing (drain)", count, Figures.whole(drain))
                .row("the store's batches from memory (insert)", count, Figures.whole(insert))
                .row("the same without the rollup", count, Figures.whole(rows))
                .row("the same without the rollup and the index by value", count, Figures.whole(uncounted))
                .row("one after the other: 1 / (1/drain + 1/insert)", "", Figures.whole(possible))
                .row("**red-stat-store**, one instance", count, "**" + Figures.whole(rate) + "**")
                .row("the literal design: a message, a JPA `save`, an acknowledgement",
                        Figures.whole(backlog.literalCount()), Figures.whole(literal));
        return new Report(List.of(queueType + " queues", backlog.conditions(), databases.conditions(),
                "store with %s, consumers: %d, events a batch: %s".formatted(String.join(" ", Stage.SERVICE_JVM),
                        store.consumers(), Figures.whole(store.commits().rowsPerTransaction()))),
                arguments.flag("sweep") ? List.of(table, sweep(contestants, backlog, stage)) : List.of(table),
                List.of(Target.atLeast(20, "store : literal design", rate / literal),
                        Target.atLeast(0.7, "store : one after the other", rate / possible),
                        Target.atMost(25, "events/s that the rollup takes from an insert, %",
                                100 * (1 - insert / rows)),
                        Target.atMost(25, "events/s that the rollup and the index by value take, %",
                                100 * (1 - insert / uncounted)),
                        Target.atMost(400, "peak resident memory of the store, MB",
                                store.footprint().peakMemory() / 1048576.0)));
    }

    /** The store in the ways that an operator could set it. */
    private static Table sweep(Contestants contestants, Backlog backlog, Stage stage) throws Exception {
        Table table = new Table("red-stat-store with", "events a batch", "events/s", "peak MB");
        for (int consumers : CONSUMERS) {
            for (int batch : BATCHES) {
                backlog.refill();
                stage.say("consumers: %d, events a batch: %d at most".formatted(consumers, batch));
                Stored store = contestants.store(Map.of(
                        "RED_INTAKE_CONSUMERS", Integer.toString(consumers),
                        "RED_INTAKE_BATCHSIZE", Integer.toString(batch)));
                table.row("consumers: %d, `red.intake.batch-size`: %s".formatted(store.consumers(),
                        Figures.whole(batch)), Figures.whole(store.commits().rowsPerTransaction()),
                        Figures.whole(store.commits().rowsPerSecond()),
                        Figures.whole(store.footprint().peakMemory() >> 20));
            }
        }
        return table;
    }

    /** To and fro, so that what grows or tires in between is shared. */
    private static Map<Kind, Double> inserts(Contestants contestants, Stored store) throws Exception {
        Map<Kind, Double> rates = new EnumMap<>(Kind.class);
        for (Kind kind : List.of(Kind.ROWS_UNCOUNTED, Kind.ROWS, Kind.STORE, Kind.STORE, Kind.ROWS,
                Kind.ROWS_UNCOUNTED)) {
            double rate = contestants.insert(kind, store.commits().rowsPerTransaction(), store.consumers());
            rates.merge(kind, rate / 2, Double::sum);
        }
        return rates;
    }
}
