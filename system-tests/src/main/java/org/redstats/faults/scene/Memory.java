package org.redstats.faults.scene;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.redstats.faults.traffic.Red;
import org.redstats.testing.Footprint;

/**
 * What each process of ours holds on to: its resident memory after a collection of its garbage, and its open files.
 *
 * @param bytes by the name of the process
 * @param files likewise
 */
public record Memory(Map<String, Long> bytes, Map<String, Long> files) {

    /** The serial collector gives a heap back in steps: nothing, a tenth, four tenths, all of what is too much. */
    private static final int STEPS = 4;

    /** Of all instances and RED, at this moment. */
    public static Memory now(Scene scene, Red red) throws IOException, InterruptedException {
        var pids = new LinkedHashMap<String, Long>();
        for (var service : scene.services()) {
            for (var instance : service.instances()) {
                pids.put(service.name() + "-" + (service.instances().indexOf(instance) + 1), instance.pid());
            }
        }
        pids.put("RED", red.pid());
        var bytes = new LinkedHashMap<String, Long>();
        var files = new LinkedHashMap<String, Long>();
        for (var process : pids.entrySet()) {
            for (var step = 0; step < STEPS; step++) {
                collectGarbage(process.getValue());
            }
            bytes.put(process.getKey(), Footprint.of(process.getValue()).memory());
            files.put(process.getKey(), (long) Footprint.openFiles(process.getValue()));
        }
        return new Memory(bytes, files);
    }

    private static void collectGarbage(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var ended = new ProcessBuilder(List.of(jcmd, Long.toString(pid), "GC.run"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectErrorStream(true).start().waitFor();
        if (ended != 0) {
            throw new IllegalStateException("jcmd could not reach process " + pid);
        }
    }
}
