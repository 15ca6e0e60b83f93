package org.redstats.bench.harness;

import org.jspecify.annotations.Nullable;

/**
 * Something to choose on the command line.
 *
 * @param name without the dashes
 * @param standard what holds when it is not given; null for a flag, which is then off
 * @param meaning for the help, in one line
 */
public record Option(String name, @Nullable String standard, String meaning) {

    /** An option with a value, such as {@code --events 1M}. */
    public static Option value(String name, String standard, String meaning) {
        return new Option(name, standard, meaning);
    }

    /** An option without one. */
    public static Option flag(String name, String meaning) {
        return new Option(name, null, meaning);
    }

    public String usage() {
        return standard == null ? "--" + name : "--" + name + " " + standard;
    }
}
