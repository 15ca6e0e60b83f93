package org.redstats.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the figures are from. */
public final class Machine {
    private Machine() {}

    /** Processors, memory and operating system, in one phrase. */
    public static String here() {
        String memory = value(Path.of("/proc/meminfo"), "MemTotal").replace(" kB", "");
        String gigabytes = memory.isEmpty() ? "?"
                : String.format(Locale.ROOT, "%.0f", Long.parseLong(memory) / 1048576.0);
        String model = value(Path.of("/proc/cpuinfo"), "model name");
        return "%d cores (%s), %s GB, %s %s".formatted(Runtime.getRuntime().availableProcessors(),
                model.isEmpty() ? System.getProperty("os.arch") : model, gigabytes, System.getProperty("os.name"),
                System.getProperty("os.version"));
    }

    /** The value of the first line that begins with the name, empty without one. */
    private static String value(Path file, String name) {
        try {
            return Files.readAllLines(file).stream().filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("");
        } catch (IOException e) {
            return ""; // not a Linux
        }
    }
}
