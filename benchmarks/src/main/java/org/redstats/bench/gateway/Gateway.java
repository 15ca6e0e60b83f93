package org.redstats.bench.gateway;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Latencies;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;

/** What it costs to go through the gateway. */
public final class Gateway implements Benchmark {

    private static final double P50 = 0.5;
    private static final double P99 = 0.99;
    private static final int BLOCKS = 5;
    private static final int FEW = 1;
    private static final int MANY = 64;

    @Override
    public String name() {
        return "gateway";
    }

    @Override
    public String summary() {
        return "what the gateway adds to a GET and to a WebSocket frame, beside nginx in front of the same backends";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("seconds", "10", "length of each round"),
                Option.value("warm-up", "90", "seconds before the first; the JVM compiles for about that long"),
                Option.value("frames", "20k", "frames there and back"));
    }

    @Override
    public Report run(Arguments arguments, Stage stage) throws Exception {
        Path nginx = Nginx.installed().orElseThrow(
                () -> new IllegalStateException("nginx is not installed, beside which the gateway is measured"));
        Duration round = Duration.ofSeconds(arguments.number("seconds"));
        int frames = (int) arguments.number("frames");
        Contestants contestants = Contestants.start(stage, nginx);
        stage.say("warming up");
        contestants.gateway(MANY, Duration.ofSeconds(arguments.number("warm-up")));
        contestants.frames(contestants.gatewayPort(), frames);
        List<Target> targets = new ArrayList<>();
        Table requests = new Table("GET", "connections", "p50 ms", "p99 ms", "p50 added, ms", "requests/s");
        for (int connections : List.of(FEW, MANY)) {
            requests(contestants, stage, connections, round, requests, targets);
        }
        Table sockets = sockets(contestants, stage, frames, targets);
        return new Report(List.of("gateway with " + String.join(" ", Contestants.JVM),
                "nginx as proxy and as backends with a worker for each processor, no access log",
                "clients, proxies and backends on the same machine; no error in any round"), List.of(requests, sockets),
                targets);
    }

    private static void requests(Contestants contestants, Stage stage, int connections, Duration round, Table table,
            List<Target> targets) throws Exception {
        stage.awaitQuiet();
        stage.say("GET, connections: " + connections);
        Duration block = round.dividedBy(BLOCKS);
        List<Requests.Answered> direct = new ArrayList<>();
        List<Requests.Answered> nginx = new ArrayList<>();
        List<Requests.Answered> gateway = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) { // in turn, so that the machine's moods meet all
            direct.add(contestants.direct(connections, block));
            nginx.add(contestants.nginx(connections, block));
            gateway.add(contestants.gateway(connections, block));
        }
        double base = latencies(direct).millis(P50);
        row(table, "the backends themselves", connections, direct, base);
        row(table, "nginx", connections, nginx, base);
        row(table, "**gateway**", connections, gateway, base);
        String of = connections == 1 ? ", 1 connection" : ", " + connections + " connections";
        targets.add(Target.atMost(3, "p50 added to a GET, times nginx's" + of,
                (latencies(gateway).millis(P50) - base) / (latencies(nginx).millis(P50) - base)));
        targets.add(Target.atLeast(0.4, "requests/s, times nginx's" + of, perSecond(gateway) / perSecond(nginx)));
    }

    private static void row(Table table, String name, int connections, List<Requests.Answered> rounds, double base) {
        Latencies latencies = latencies(rounds);
        double added = latencies.millis(P50) - base;
        table.row(name, Figures.whole(connections), Figures.plain(latencies.millis(P50)),
                Figures.plain(latencies.millis(P99)), added == 0 ? "" : Figures.plain(added),
                Figures.whole(perSecond(rounds)));
    }

    private static Latencies latencies(List<Requests.Answered> rounds) {
        return Latencies.of(rounds.stream().flatMapToLong(Requests.Answered::latencies).toArray());
    }

    private static double perSecond(List<Requests.Answered> rounds) {
        return rounds.stream().mapToDouble(Requests.Answered::perSecond).average().orElseThrow();
    }

    private static Table sockets(Contestants contestants, Stage stage, int frames, List<Target> targets)
            throws Exception {
        stage.awaitQuiet();
        stage.say("frames there and back");
        long[] direct = {};
        long[] through = {};
        for (int i = 0; i < BLOCKS; i++) {
            direct = joined(direct, contestants.frames(contestants.echoPort(), frames / BLOCKS));
            through = joined(through, contestants.frames(contestants.gatewayPort(), frames / BLOCKS));
        }
        Latencies alone = Latencies.of(direct);
        Latencies passed = Latencies.of(through);
        targets.add(Target.atMost(300, "µs added to a WebSocket round trip, p50",
                1000 * (passed.millis(P50) - alone.millis(P50))));
        return new Table("WebSocket, a frame there and back", "p50 ms", "p99 ms")
                .row("the server itself", Figures.plain(alone.millis(P50)), Figures.plain(alone.millis(P99)))
                .row("**gateway**", Figures.plain(passed.millis(P50)), Figures.plain(passed.millis(P99)));
    }

    private static long[] joined(long[] one, long[] other) {
        long[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
