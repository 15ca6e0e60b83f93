package org.redstats.faults;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.redstats.faults.account.Account;
import org.redstats.faults.account.Accountant;
import org.redstats.faults.account.LiveCheck;
import org.redstats.faults.fault.Fault;
import org.redstats.faults.fault.Round;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;
import org.redstats.faults.traffic.Traffic;

/** Plays faults under steady traffic, and accounts for all of it at the end. */
final class Run {

    private final Scene scene;
    private final int number;
    private final Duration patience;
    private final PrintStream progress;
    private final long start = System.nanoTime();
    private final List<String> remarks = new ArrayList<>();
    private double longestRecovery;

    /**
     * @param number of this run on the scene, from 1 on
     * @param patience how long is waited at the end for what is missing
     * @param progress gets a line now and then
     */
    Run(Scene scene, int number, Duration patience, PrintStream progress) {
        this.scene = scene;
        this.number = number;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param recoverySeconds the longest time from the end of a fault until all that RED had been handed by then was in both
     *        databases, and everybody ready
     */
    record Outcome(Account account, double recoverySeconds, List<String> remarks) {

        Outcome and(Outcome other) {
            return new Outcome(account.and(other.account), Math.max(recoverySeconds, other.recoverySeconds),
                    Stream.concat(remarks.stream(), other.remarks.stream()).toList());
        }
    }

    /**
     * @param rounds one fault each, in this order
     * @param first number of the first of these rounds, from 1 on
     * @param seconds how long each lasts; empty for as long as it does by itself
     * @param rate events a second
     * @param withCommand whether red-stat-store's own {@code verify} is asked at the end
     */
    Outcome play(List<Fault> rounds, int first, OptionalDouble seconds, double rate, RandomGenerator random,
            boolean withCommand) throws Exception {
        var sent = new Sent(number);
        scene.inbox().clear();
        try (var subscribers = rounds.getFirst().subscribe(scene, sent, first); var red = scene.red(sent)) {
            try (var traffic = new Traffic(red, sent, rate)) {
                for (var i = 0; i < rounds.size(); i++) {
                    var fault = rounds.get(i);
                    say("%s, round %d".formatted(fault.name(), first + i));
                    play(fault, new Round(scene, red, traffic, seconds.orElse(fault.seconds()), random, remarks::add));
                }
                LiveCheck.awaitPush(scene, sent);
            }
            say("settling " + sent.size() + " events");
            var account = new Accountant(scene, sent, subscribers, patience).settle(withCommand);
            return new Outcome(account, longestRecovery, List.copyOf(remarks));
        }
    }

    private void play(Fault fault, Round round) throws Exception {
        fault.play(round);
        var healed = System.nanoTime();
        var sent = round.traffic().sent();
        scene.awaitArrival(sent, sent.size() - 1);
        longestRecovery = Math.max(longestRecovery, (System.nanoTime() - healed) / 1e9);
    }

    private void say(String text) {
        progress.printf(Locale.ROOT, "faults: %7.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
    }
}
