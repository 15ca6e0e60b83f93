package org.redstats.faults.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.redstats.faults.scene.Memory;

import static java.util.Objects.requireNonNull;

/**
 * Nothing goes wrong for long: neither the memory nor the open files of any process may grow. The median of the last third of
 * the samples is compared with that of the second, as the first third is when caches fill and code is compiled.
 */
public final class Soak implements Fault {

    private static final double MEMORY_SHARE = 0.05;
    private static final long MEMORY_LEEWAY = 8L << 20;
    private static final int FILES_LEEWAY = 5;
    private static final int SAMPLES = 90;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String meaning() {
        return "nothing, for long";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public double seconds() {
        return Duration.ofHours(1).toSeconds();
    }

    @Override
    public void play(Round round) throws Exception {
        var samples = new ArrayList<Memory>();
        for (var i = 0; i < SAMPLES; i++) {
            TimeUnit.MILLISECONDS.sleep((long) (round.seconds() * 1_000 / SAMPLES));
            samples.add(Memory.now(round.scene(), round.red()));
        }
        var most = 0L;
        for (var process : samples.getFirst().bytes().keySet()) {
            var bytes = medians(samples, Memory::bytes, process);
            var growth = bytes[1] - bytes[0];
            if (growth > MEMORY_SHARE * bytes[0] + MEMORY_LEEWAY) {
                throw new IllegalStateException(process + " grew by " + (growth >> 20) + " MB");
            }
            most = Math.max(most, growth);
            var files = medians(samples, Memory::files, process);
            if (files[1] - files[0] > FILES_LEEWAY) {
                throw new IllegalStateException(process + " has " + (files[1] - files[0]) + " more files open");
            }
        }
        round.remarks().accept("%.0f min; from its second third to the last one no process grew by more than %.1f MB"
                .formatted(round.seconds() / 60, most / 1048576.0));
    }

    /** Of the second third of the samples, and of the last. */
    private static long[] medians(List<Memory> samples, Function<Memory, Map<String, Long>> part, String process) {
        var third = samples.size() / 3;
        return LongStream.of(third, 2L * third).map(first -> median(samples.subList((int) first, (int) first + third)
                .stream().map(part).mapToLong(all -> requireNonNull(all.get(process))).toArray())).toArray();
    }

    private static long median(long[] values) {
        return LongStream.of(values).sorted().skip(values.length / 2).findFirst().orElseThrow();
    }
}
