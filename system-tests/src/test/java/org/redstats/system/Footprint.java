package org.redstats.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

import org.redstats.testing.ServiceProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a service takes of its machine when nothing is going on.
 *
 * @param heapMegabytes of what is alive, after a collection
 * @param threads of the operating system
 * @param files open ones, connections among them
 */
record Footprint(long heapMegabytes, long threads, long files) {

    // As much as comes and goes by itself: caches that fill, pools that have grown to what they may have.
    private static final Footprint TOLERANCE = new Footprint(24, 40, 60);

    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)", Pattern.MULTILINE);

    static Footprint of(ServiceProcess service) {
        var process = Path.of("/proc", Long.toString(service.pid()));
        try (var open = Files.list(process.resolve("fd"));
                var threads = Files.list(process.resolve("task"))) {
            return new Footprint(aliveBytes(service) / 1024 / 1024, threads.count(), open.count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the service takes no more than it did, but for what comes and goes. */
    void awaitAgain(ServiceProcess service) {
        await().atMost(RedStats.PATIENCE).pollInSameThread().untilAsserted(() -> {
            var now = of(service);
            assertThat(now.heapMegabytes).as("MB of heap").isLessThan(heapMegabytes + TOLERANCE.heapMegabytes);
            assertThat(now.threads).as("threads").isLessThan(threads + TOLERANCE.threads);
            assertThat(now.files).as("open files").isLessThan(files + TOLERANCE.files);
        });
    }

    // Of all programs of a JDK this one collects the heap before it counts.
    private static long aliveBytes(ServiceProcess service) throws IOException {
        var jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(service.pid()), "GC.class_histogram").redirectErrorStream(true).start();
        try (var output = jcmd.inputReader()) {
            var last = output.lines().reduce("", (before, line) -> line.startsWith("Total") ? line : before);
            var total = TOTAL.matcher(last);
            assertThat(total.find()).as("the last line of jcmd, \"" + last + "\"").isTrue();
            return Long.parseLong(total.group(1));
        }
    }
}
