package org.redstats.faults.fault;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A clock that is set while an instance runs, by libfaketime. */
final class ClockSteps implements Fault {

    private static final List<Path> LIBRARIES = Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
            .map(architecture -> Path.of("/usr/lib", architecture, "faketime", "libfaketimeMT.so.1")).toList();
    private static final List<String> STEPS = List.of("+5h", "-5h", "+0");

    @Override
    public String name() {
        return "clock-steps";
    }

    @Override
    public String meaning() {
        return "the clock of one instance of red-stat-store and one of red-stat-subscribe is set five hours ahead, then"
                + " five hours behind, then right";
    }

    @Override
    public void play(Round round) throws Exception {
        var library = LIBRARIES.stream().filter(Files::exists).findFirst()
                .orElseThrow(() -> new NotPossibleHere("libfaketime is not installed (Debian: faketime)"));
        var clock = Files.createTempFile("red-faults-", ".clock");
        try {
            Files.writeString(clock, "+0\n");
            startWith(round, Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                    "FAKETIME_NO_CACHE", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
            for (var step : STEPS) {
                round.untilSomeMoment();
                Files.writeString(clock, step + "\n");
                round.whileItLasts();
            }
            startWith(round, Map.of());
        } finally {
            Files.delete(clock);
        }
    }

    private static void startWith(Round round, Map<String, String> environment) {
        round.scene().store().startDifferently(0, environment);
        round.scene().subscribe().startDifferently(0, environment);
        round.scene().awaitReady();
    }
}
