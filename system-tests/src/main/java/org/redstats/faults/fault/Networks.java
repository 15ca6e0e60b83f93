package org.redstats.faults.fault;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.redstats.faults.scene.Scene;
import org.redstats.faults.scene.Service;
import org.redstats.faults.scene.Ways;
import org.redstats.testing.Line;
import org.redstats.testing.Line.Direction;

/** Networks that cut, refuse, lose and delay, between the processes and their servers. */
public final class Networks {

    // None named is both.
    private static final Direction[][] SILENCES = {{}, {Direction.TO_SERVER}, {Direction.FROM_SERVER}};
    private static final double LONG = 6; // for who notices at once, and who does only when it is over
    private static final long LONGEST_CALM_MILLIS = 300;
    private static final Duration LATE = Duration.ofMillis(30);
    private static final long NARROW = 200_000;

    private Networks() {}

    public static List<Fault> all() {
        return List.of(
                new Harm("cut-broker",
                        "connections to RabbitMQ, of RED and of every service, are reset again and again",
                        round -> cut(round, brokerLines(round.scene()))),
                new Harm("cut-databases", "connections to PostgreSQL are reset again and again",
                        round -> cut(round, databaseLines(round.scene()))),
                new Harm("half-open-broker",
                        "packets between RabbitMQ and one instance of each service are lost, in one"
                                + " direction or both; no connection is closed",
                        LONG,
                        round -> lose(round, ofOneInstanceEach(round, round.scene().services()).map(Ways::broker))),
                new Harm("half-open-red", "packets between RabbitMQ and RED are lost, in one direction or both", LONG,
                        round -> lose(round, Stream.of(round.scene().redsWay()))),
                new Harm("half-open-databases",
                        "packets between PostgreSQL and one instance of each service are lost, in one direction"
                                + " or both",
                        LONG,
                        round -> lose(round,
                                ofOneInstanceEach(round, withDatabase(round.scene())).map(Ways::database))),
                new Harm("vanished-instances",
                        "one instance of each service vanishes from RabbitMQ's network, and comes"
                                + " back only when the others have done all the work",
                        Networks::vanish),
                new Harm("slow-network", "every packet is late by 30 ms, and 200 kB pass in a second on each way",
                        Networks::slow));
    }

    private static void cut(Round round, List<Line> lines) throws InterruptedException {
        var random = round.random();
        var end = System.nanoTime() + (long) (round.seconds() * 1e9);
        try {
            while (System.nanoTime() - end < 0) {
                var line = any(lines, random);
                if (random.nextInt(3) == 0) {
                    line.refuse();
                }
                line.cut();
                TimeUnit.MILLISECONDS.sleep(random.nextLong(LONGEST_CALM_MILLIS));
                any(lines, random).heal();
            }
        } finally {
            lines.forEach(Line::heal);
        }
    }

    private static void lose(Round round, Stream<Line> chosen) throws InterruptedException {
        var silence = SILENCES[round.random().nextInt(SILENCES.length)];
        var lines = chosen.toList();
        try {
            lines.forEach(line -> line.lose(silence));
            round.whileItLasts();
        } finally {
            lines.forEach(Line::heal);
        }
    }

    private static void vanish(Round round) throws Exception {
        var lines = ofOneInstanceEach(round, withDatabase(round.scene())).map(Ways::broker).toList();
        try {
            lines.forEach(Line::lose);
            round.whileItLasts();
            round.scene().awaitAll(round.traffic().sent());
        } finally {
            lines.forEach(Line::heal);
        }
    }

    private static void slow(Round round) throws InterruptedException {
        var scene = round.scene();
        var lines = Stream.of(brokerLines(scene), databaseLines(scene), List.of(scene.mailWay(), scene.webhookWay()))
                .flatMap(Collection::stream).toList();
        try {
            lines.forEach(line -> line.delay(LATE));
            lines.forEach(line -> line.limit(NARROW));
            round.whileItLasts();
        } finally {
            lines.forEach(Line::heal);
        }
    }

    private static List<Line> brokerLines(Scene scene) {
        return Stream.concat(Stream.of(scene.redsWay()),
                scene.services().stream().flatMap(service -> service.ways().stream()).map(Ways::broker)).toList();
    }

    private static List<Line> databaseLines(Scene scene) {
        return withDatabase(scene).stream().flatMap(service -> service.ways().stream()).map(Ways::database).toList();
    }

    private static List<Service> withDatabase(Scene scene) {
        return List.of(scene.store(), scene.subscribe());
    }

    private static Stream<Ways> ofOneInstanceEach(Round round, List<Service> services) {
        return services.stream().map(service -> any(service.ways(), round.random()));
    }

    private static <T> T any(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }
}
