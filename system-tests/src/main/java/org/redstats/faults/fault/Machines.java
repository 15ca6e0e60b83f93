package org.redstats.faults.fault;

import java.util.List;

/** Machines whose disk is full or whose clock is set. */
public final class Machines {

    private Machines() {}

    public static List<Fault> all() {
        return List.of(new FullDisk(), new FullSpoolDisk(), new ClockSteps());
    }
}
