package org.redstats.bench.alerts;

import java.util.List;

import org.redstats.bench.alerts.Contestants.Burst;
import org.redstats.bench.alerts.Contestants.Drained;
import org.redstats.bench.alerts.sink.BareClients;
import org.redstats.bench.alerts.sink.MailServer;
import org.redstats.bench.harness.Arguments;
import org.redstats.bench.harness.Benchmark;
import org.redstats.bench.harness.Option;
import org.redstats.bench.harness.Stage;
import org.redstats.bench.report.Figures;
import org.redstats.bench.report.Report;
import org.redstats.bench.report.Table;
import org.redstats.bench.report.Target;

/** What subscriptions cost, and how fast many are told of one image. */
public final class Alerts implements Benchmark {
    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public String summary() {
        return "events a second with a million subscriptions; mails a second when all are told of one image";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.value("subscriptions", "1M", "how many ask for the images of everybody"),
                Option.value("of-users", "100k", "how many ask for those of one user"),
                Option.value("events", "500k", "how many are in the queue"),
                Option.value("literal", "20", "how many of them the literal design gets, being slow; 0 for none"),
                Option.value("subscribers", "100k", "how many are told of one image"),
                Option.value("images", "2", "how many such images; the last is measured"),
                Option.value("connections", "4", "to the mail server"),
                Option.value("queue", "quorum", "type of the queues: quorum, or classic before RabbitMQ 4"));
    }

    @Override
    public Report run(Arguments arguments, Stage stage) throws Exception {
        int connections = (int) arguments.number("connections");
        MailServer mailServer = MailServer.start(stage);
        Contestants contestants = new Contestants(stage, arguments.text("queue"), mailServer, connections);
        Wishes wishes = new Wishes(arguments.number("subscriptions"), arguments.number("of-users"));
        long events = arguments.number("events");
        long literalEvents = arguments.number("literal");

        Burst burst = contestants.burst(arguments.number("subscribers"), (int) arguments.number("images"));
        BareClients bare = new BareClients(mailServer, connections, burst.taken().bytesPerMail());
        long mails = burst.taken().mails();
        bare.sockets(mails);
        double sockets = bare.sockets(mails).mailsPerSecond();
        double jakartaMail = bare.jakartaMail(mails).mailsPerSecond();
        Drained alone = contestants.drain("alone", Wishes.NONE, events);
        Drained subscribed = contestants.drain("subscribed", wishes, events);
        double literal = literalEvents == 0 ? Double.NaN : contestants.literal(wishes, literalEvents);

        String subscriptions = Figures.whole(wishes.ofAll()) + " + " + Figures.whole(wishes.ofUsers());
        Table drained = new Table("a full queue", "subscriptions", "events", "events/s")
                .row("red-stat-subscribe", "0", Figures.whole(events), Figures.whole(alone.eventsPerSecond()))
                .row("**red-stat-subscribe**", subscriptions, Figures.whole(events),
                        "**" + Figures.whole(subscribed.eventsPerSecond()) + "**")
                .row("the literal design: each event writes a mail for each match", subscriptions,
                        Figures.whole(literalEvents), Figures.plain(literal));
        double told = burst.taken().mailsPerSecond();
        Table mailed = new Table("%d connections, mails of %s bytes".formatted(connections,
                Figures.whole(burst.taken().bytesPerMail())), "mails", "mails/s")
                .row("ready bytes over sockets", Figures.whole(mails), Figures.whole(sockets))
                .row("a ready mail over Jakarta Mail", Figures.whole(mails), Figures.whole(jakartaMail))
                .row("**red-stat-subscribe**, all told of one image", Figures.whole(mails),
                        "**" + Figures.whole(told) + "**");
        Table asked = new Table("red-stat-subscribe", "")
                .row("from the image to the first mail", Figures.plain(burst.untilFirst().toNanos() / 1e6) + " ms")
                .row("processor time of the service, each mail",
                        Figures.plain(burst.cpu().toNanos() / 1e3 / mails) + " µs")
                .row("`POST /sub` meanwhile, p50", Figures.plain(burst.asking().millis(0.5)) + " ms")
                .row("the same, p99", Figures.plain(burst.asking().millis(0.99)) + " ms");
        return new Report(List.of(arguments.text("queue") + " queues", contestants.conditions(),
                "services with " + String.join(" ", Stage.SERVICE_JVM)), List.of(drained, mailed, asked),
                List.of(Target.atLeast(50, "drained with subscriptions : literal design",
                        subscribed.eventsPerSecond() / literal),
                        Target.atLeast(0.5, "drained with subscriptions : without",
                                subscribed.eventsPerSecond() / alone.eventsPerSecond()),
                        Target.atLeast(0.6, "mails : a ready mail over Jakarta Mail", told / jakartaMail),
                        Target.atLeast(0.6, "mails : ready bytes over sockets", told / sockets),
                        Target.atMost(100, "`POST /sub` meanwhile, p95 ms", burst.asking().millis(0.95)),
                        Target.atMost(400, "peak resident memory when draining, MB",
                                subscribed.footprint().peakMemory() / 1048576.0),
                        Target.atMost(400, "peak resident memory when mailing, MB",
                                burst.footprint().peakMemory() / 1048576.0)));
    }
}
