package org.redstats.demo.launcher;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs other programs on the Java that runs this. */
final class Java {
    /** The keyboard's Ctrl-C reaches every process of the terminal; ours wait for their turn instead. */
    private static final List<String> DEAF_TO_THE_KEYBOARD = List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

    private Java() {}

    static ProcessBuilder program(List<String> options, Path jar, String... arguments) {
        List<String> command = new ArrayList<>(DEAF_TO_THE_KEYBOARD);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    }
}
