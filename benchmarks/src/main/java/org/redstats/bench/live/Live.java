package org.redstats.bench.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.live.Contestants.Use;
import org.redstats.bench.live.Rounds.Crowd;
import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Latencies;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;

/** Pushing to open connections. */
public final class Live implements Benchmark {

    private static final double P50 = 0.5;
    private static final double P99 = 0.99;
    private static final int BLOCKS = 5;

    private final List<Target> targets = new ArrayList<>();

    @Override
    public String name() {
        return "live";
    }

    @Override
    public String summary() {
        return "alerts pushed to open connections: what they cost and how late they are, beside nchan and plain Spring";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("few", "1000", "connections of the smaller crowd"),
                Option.value("many", "5000", "connections of the greater crowd"),
                Option.value("idle", "10k", "connections that are idle, or of which 1 % match"),
                Option.value("busy", "1M", "deliveries a second that are asked for"),
                Option.value("seconds", "10", "length of each round"),
                Option.value("events", "1000", "events to a single connection"));
    }

    @Override
    public Report run(Arguments arguments, Stage stage) throws Exception {
        targets.clear();
        Contestants contestants = new Contestants(stage);
        Rounds rounds = new Rounds(stage, Duration.ofSeconds(arguments.number("seconds")),
                (int) arguments.number("busy"));
        int idle = (int) arguments.number("idle");
        Table crowds = new Table("all connections match", "connections", "alerts per second of CPU",
                "of those asked for",
                "p50 ms, calm", "p99 ms, calm");
        for (String crowd : List.of("few", "many")) {
            crowd(contestants, rounds, stage, (int) arguments.number(crowd), crowds);
        }
        Table alone = alone(contestants, rounds, stage, (int) arguments.number("events"));
        Table idlers = idlers(contestants, rounds, stage, idle);
        return new Report(List.of("heap of each JVM 640 MB", "nginx with one worker",
                "busy: " + arguments.text("busy") + " deliveries a second asked for, calm: 10,000",
                "clients, publisher, broker and server on the same machine"), List.of(crowds, alone, idlers), targets);
    }

    private void crowd(Contestants contestants, Rounds rounds, Stage stage, int connections, Table table)
            throws Exception {
        Use<Crowd> round = contestant -> {
            stage.awaitQuiet();
            stage.say(connections + " connections to " + contestant.name());
            Crowd crowd = rounds.crowd(contestant, connections);
            stage.say(Figures.whole(crowd.alertsPerCpuSecond()) + " alerts per second of CPU, p99 "
                    + Figures.plain(crowd.calm().millis(P99)) + " ms when calm");
            table.row(contestant.name(), Figures.whole(connections), Figures.whole(crowd.alertsPerCpuSecond()),
                    Figures.percent(crowd.delivered()), Figures.plain(crowd.calm().millis(P50)),
                    Figures.plain(crowd.calm().millis(P99)));
            return crowd;
        };
        Crowd ours = contestants.notifyService(round);
        Optional<Crowd> nchan = contestants.nchan(round);
        Crowd plain = contestants.plain(round);
        String of = ", " + Figures.whole(connections) + " connections";
        nchan.ifPresent(them -> {
            targets.add(Target.atLeast(1, "alerts per CPU second, times nchan's" + of,
                    ours.alertsPerCpuSecond() / them.alertsPerCpuSecond()));
            targets.add(Target.atMost(2, "p99 when calm, ms over nchan's" + of,
                    ours.calm().millis(P99) - them.calm().millis(P99)));
        });
        targets.add(Target.atLeast(5, "alerts per CPU second, times the plain way's" + of,
                ours.alertsPerCpuSecond() / plain.alertsPerCpuSecond()));
    }

    private Table alone(Contestants contestants, Rounds rounds, Stage stage, int events) throws Exception {
        return contestants.notifyService(contestant -> {
            stage.say("a single connection");
            rounds.alone(contestant, events);
            BareConsumer.alone(contestants.channel(), stage, events);
            stage.awaitQuiet();
            long[] frames = {};
            long[] bare = {};
            for (int block = 0; block < BLOCKS; block++) { // in turn, so that the machine's moods meet both
                bare = joined(bare, BareConsumer.alone(contestants.channel(), stage, events / BLOCKS));
                frames = joined(frames, rounds.alone(contestant, events / BLOCKS));
            }
            Latencies ours = Latencies.of(frames);
            Latencies theirs = Latencies.of(bare);
            targets.add(Target.atMost(1.5, "publish to frame when idle, p50, times publish to consume",
                    ours.millis(P50) / theirs.millis(P50)));
            targets.add(Target.atMost(2, "the same, p99", ours.millis(P99) / theirs.millis(P99)));
            return new Table("one connection, idle system", "p50 ms", "p99 ms")
                    .row("publish to consume, the broker's own client", Figures.plain(theirs.millis(P50)),
                            Figures.plain(theirs.millis(P99)))
                    .row("publish to frame, red-stat-notify", Figures.plain(ours.millis(P50)),
                            Figures.plain(ours.millis(P99)));
        });
    }

    private Table idlers(Contestants contestants, Rounds rounds, Stage stage, int connections) throws Exception {
        double bytes = contestants.notifyServiceWithElasticHeap(contestant -> {
            stage.say(connections + " idle connections");
            return rounds.memoryOfAConnection(contestant, connections);
        });
        int matching = connections / 100;
        double all = contestants.notifyService(contestant -> {
            stage.say(matching + " connections of which all match");
            return rounds.costOfAnEvent(contestant, matching, matching);
        });
        double some = contestants.notifyService(contestant -> {
            stage.say(connections + " connections of which 1 % match");
            return rounds.costOfAnEvent(contestant, connections, matching);
        });
        targets.add(Target.atMost(20, "KB of memory for an idle connection", bytes / 1024));
        targets.add(Target.atMost(1.5, "cost of an event when 1 % match, times that with the matching ones alone",
                some / all));
        return new Table("red-stat-notify", "connections", "matching", "")
                .row("resident memory over the service, idle, after a collection", Figures.whole(connections), "0",
                        Figures.plain(bytes / 1024) + " KB each")
                .row("CPU of an event", Figures.whole(matching), Figures.whole(matching), Figures.plain(all) + " µs")
                .row("CPU of an event", Figures.whole(connections), Figures.whole(matching),
                        Figures.plain(some) + " µs");
    }

    private static long[] joined(long[] one, long[] other) {
        long[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
