package org.redstats.faults.fault;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import org.redstats.faults.scene.Scene;
import org.redstats.faults.traffic.Red;
import org.redstats.faults.traffic.Traffic;

/**
 * One time that a fault is played.
 *
 * @param seconds how long a fault lasts that lasts
 * @param random chooses moments and victims; a run with the same seed makes the same choices
 * @param remarks takes what is worth a word in the table, beside the account
 */
public record Round(Scene scene, Red red, Traffic traffic, double seconds, RandomGenerator random,
        Consumer<String> remarks) {

    /** Lets a time of chance go by, so that the fault meets any state; up to a second. */
    public void untilSomeMoment() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextLong(1_000));
    }

    /** Lets the fault last. */
    public void whileItLasts() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep((long) (seconds * 1_000));
    }
}
