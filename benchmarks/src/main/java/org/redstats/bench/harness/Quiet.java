package org.redstats.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Waits until the processors have little to do, so that one contestant does not pay for what another left. */
final class Quiet {
    private static final Path STATISTICS = Path.of("/proc/stat");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final double BUSY = 0.15;
    private static final int IDLE = 4;
    private static final int WAITING_FOR_DISK = 5;

    private Quiet() {}

    /** Returns whether it became quiet in time; where nobody can tell, it is. */
    static boolean await() throws IOException, InterruptedException {
        if (!Files.isReadable(STATISTICS)) {
            return true;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (busyShare() > BUSY) {
            if (System.nanoTime() > deadline) {
                return false;
            }
        }
        return true;
    }

    private static double busyShare() throws IOException, InterruptedException {
        long[] before = ticks();
        TimeUnit.SECONDS.sleep(1);
        long[] after = ticks();
        long total = Arrays.stream(after).sum() - Arrays.stream(before).sum();
        long idle = after[IDLE - 1] - before[IDLE - 1] + after[WAITING_FOR_DISK - 1] - before[WAITING_FOR_DISK - 1];
        return 1 - (double) idle / Math.max(total, 1);
    }

    /** Clock ticks of all processors since the start: user, nice, system, idle, waiting for the disk, and others. */
    private static long[] ticks() throws IOException {
        String[] words = Files.readAllLines(STATISTICS).getFirst().split(" +");
        return Arrays.stream(words).skip(1).limit(8).mapToLong(Long::parseLong).toArray();
    }
}
