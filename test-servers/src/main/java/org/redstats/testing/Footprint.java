package org.redstats.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What a running process has used so far, by what Linux says of it.
 *
 * @param memory resident bytes at this moment
 * @param peakMemory the most resident bytes it ever had
 * @param cpu processor time of all its threads, system time among it
 */
public record Footprint(long memory, long peakMemory, Duration cpu) {

    /** @throws UncheckedIOException when there is no such process, or this is not a Linux */
    public static Footprint of(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            return new Footprint(bytes(status, "VmRSS"), bytes(status, "VmHWM"), ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration()).orElse(Duration.ZERO));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * How many file descriptors a process has open at this moment.
     *
     * @throws UncheckedIOException when there is no such process, it is another user's, or this is not a Linux
     */
    public static int openFiles(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(String status, String name) {
        return status.lines().filter(line -> line.startsWith(name + ":")).findFirst()
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .orElseThrow(() -> new IllegalStateException("the process has ended"));
    }
}
