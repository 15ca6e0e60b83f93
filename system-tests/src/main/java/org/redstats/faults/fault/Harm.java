package org.redstats.faults.fault;

/**
 * A fault, by what it does.
 *
 * @param deed does harm, and undoes it
 */
record Harm(String name, String meaning, double seconds, Deed deed) implements Fault {

    private static final double A_WHILE = 2;

    Harm(String name, String meaning, Deed deed) {
        this(name, meaning, A_WHILE, deed);
    }

    /** Begins at any moment. */
    interface Deed {
        void play(Round round) throws Exception;
    }

    @Override
    public void play(Round round) throws Exception {
        round.untilSomeMoment();
        deed.play(round);
    }
}
