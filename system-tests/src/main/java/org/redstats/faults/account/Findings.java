package org.redstats.faults.account;

import java.util.ArrayList;
import java.util.List;

/** What an account has found to be wrong: how much, and the beginning of what exactly. */
final class Findings {

    private static final int KEPT = 10_000;

    private final List<String> details = new ArrayList<>();
    private long lost;
    private long duplicated;

    void lost(String what) {
        lost++;
        keep("lost: " + what);
    }

    /** @param times how often beyond the one time that is right */
    void duplicated(long times, String what) {
        duplicated += times;
        keep("duplicated: " + what);
    }

    /** Wrong in another way. */
    void wrong(String what) {
        keep("wrong: " + what);
    }

    private void keep(String detail) {
        if (details.size() < KEPT) {
            details.add(detail);
        }
    }

    long lost() {
        return lost;
    }

    long duplicated() {
        return duplicated;
    }

    List<String> details() {
        return List.copyOf(details);
    }
}
