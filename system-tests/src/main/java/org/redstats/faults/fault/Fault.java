package org.redstats.faults.fault;

import org.redstats.faults.account.Subscribers;
import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Sent;

/**
 * Something that goes wrong, as one line of the table in {@code docs/reliability.md}. It is played in rounds, each with the
 * traffic going on; at the end of the run every event and every alert is accounted for. A fault only does harm and undoes
 * it: it neither counts nor waits for the recovery.
 */
public interface Fault {

    /** On the command line, such as {@code kill-store}. */
    String name();

    /** What goes wrong, in a few words of Markdown. */
    String meaning();

    /** How many rounds the long form plays. */
    default int rounds() {
        return 3;
    }

    /** How long it lasts, of one that lasts. */
    default double seconds() {
        return 2;
    }

    /** Whether each round is a run of its own, with its own account. */
    default boolean roundsAreRuns() {
        return false;
    }

    /**
     * Subscribes those who are to be told in a run, before its first event.
     *
     * @param round the first one of the run, from 1 on
     */
    default Subscribers subscribe(Scene scene, Sent sent, int round) throws Exception {
        return Subscribers.of(scene, sent);
    }

    /**
     * Plays one round: does harm at a moment of chance, and undoes it after a while. What is undone need not have recovered
     * when this returns.
     *
     * @throws NotPossibleHere when this machine lacks what is needed; the line is then left out, and it is said why
     */
    void play(Round round) throws Exception;
}
