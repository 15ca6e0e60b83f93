package org.redstats.demo.launcher;

import java.io.PrintStream;

/** Writes lines of several sources, each with its name in front, in its own colour on a terminal. */
final class Console {
    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;

    Console(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** A line of one of the services. */
    void line(String source, int colour, String text) {
        String name = "%-9s |".formatted(source);
        print((coloured ? "\u001b[" + colour + "m" + name + RESET : name) + " " + text);
    }

    /** A line of the demo itself. */
    void say(String text) {
        line("demo", 1, text);
    }

    void print(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }
}
