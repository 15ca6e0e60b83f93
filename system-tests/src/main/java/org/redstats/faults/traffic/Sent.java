package org.redstats.faults.traffic;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.redstats.event.RedEvent;

/**
 * The truth about one run: every event that was handed to RED, by number, and whether RED has said that it is safe. What an
 * event is follows from its run and number, so nobody has to remember it. Values lie on a grid of thousandths and visit
 * each place of it equally often, with each user.
 */
public final class Sent {

    /** How many users a run has. */
    public static final int USERS = 7;

    private static final int GRID = 1_000;
    private static final int STRIDE = 617; // has no divisor in common with the grid
    private static final long VERSION = 0x8000L; // of UUIDs whose bits are up to us
    private static final long VARIANT = 1L << 63;

    private final int run;
    private final BitSet safe = new BitSet();
    private long[] micros = new long[1 << 14];
    private int size;
    private int safeCount;

    /** @param run tells the events of this run from those of others; below 65536 */
    public Sent(int run) {
        this.run = run;
    }

    /** The event of a number. */
    public static RedEvent event(int run, int number, long micros) {
        return new RedEvent(new UUID((long) run << 16 | VERSION, VARIANT | number), user(run, number % USERS),
                value(number), Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** A further event, measured now; returns its number. */
    public synchronized int add() {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, 2 * size);
        }
        micros[size] = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        return size++;
    }

    /** RED has said that it is safe; a second time changes nothing. */
    public synchronized void markSafe(int number) {
        if (!safe.get(number)) {
            safe.set(number);
            safeCount++;
        }
    }

    public synchronized boolean allSafe() {
        return safeCount == size;
    }

    public synchronized int safeCount() {
        return safeCount;
    }

    /** Those of which RED has not yet said that they are safe, oldest first. */
    public synchronized int[] unsafe() {
        return IntStream.iterate(safe.nextClearBit(0), number -> number < size,
                number -> safe.nextClearBit(number + 1)).toArray();
    }

    public synchronized int size() {
        return size;
    }

    public int run() {
        return run;
    }

    public synchronized long micros(int number) {
        return micros[number];
    }

    public RedEvent event(int number) {
        return event(run, number, micros(number));
    }

    /** The number of an event of this run that was handed to RED; empty for any other id. */
    public OptionalInt number(UUID id) {
        var number = id.getLeastSignificantBits() & ~VARIANT;
        return id.getMostSignificantBits() == ((long) run << 16 | VERSION) && id.getLeastSignificantBits() < 0
                && number < size() ? OptionalInt.of((int) number) : OptionalInt.empty();
    }

    /** The users of this run. */
    public List<String> users() {
        return IntStream.range(0, USERS).mapToObj(each -> user(run, each)).toList();
    }

    /**
     * Whether an event is redder than a threshold.
     *
     * @param user whose images only; null for everybody's
     */
    public boolean matches(int number, double threshold, @Nullable String user) {
        return value(number) > threshold && (user == null || user.equals(user(run, number % USERS)));
    }

    /** How many events are. */
    public long count(double threshold, @Nullable String user) {
        return IntStream.range(0, size()).filter(number -> matches(number, threshold, user)).count();
    }

    private static String user(int run, int which) {
        return "run" + run + "-user" + which;
    }

    private static double value(int number) {
        return (double) ((long) number * STRIDE % GRID) / GRID;
    }
}
